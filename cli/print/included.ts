/** `-j` and `-J`: of which protocols and fields the structured forms of output give what lies under them. */

/** Null: of all. */
export type Included = Listed | null

export class Listed {
  constructor(
    private readonly names: ReadonlySet<string>,
    /** `-J`: with everything under them, at any depth. */
    private readonly deep: boolean,
  ) {}

  has(name: string): boolean {
    return this.names.has(name)
  }
  /** What holds under a line that is shown. */
  get below(): Included {
    return this.deep ? null : this
  }
}

export const listed = (text: string, deep: boolean): Included =>
  new Listed(new Set(text.split(/[ ,]+/).filter(Boolean)), deep)
