// The one error for input that cannot be used: a file, a filter, a command line. Its text is shown to the user as it is.

/**
 * What was asked for cannot be done, and the user can do something about it.
 * Anything else that is thrown is a fault of ours.
 */
export class Refused extends Error {
  override readonly name = 'Refused'

  /**
   * @param code stable, kebab-case, for scripts and translations: `not-a-capture`, `disk-full`
   * @param message one sentence: what, and where
   * @param hint what to do about it
   * @param range the part of the input that is meant, as [from, to) in characters (filters)
   */
  constructor(
    readonly code: string,
    message: string,
    readonly hint?: string,
    readonly range?: [number, number],
  ) {
    super(message)
  }
}
