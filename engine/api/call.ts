/** What can be called through a port: a check of the arguments and the work itself. The client's types are inferred from these. */
import { Refused } from '../refused'
export { refusedFromSystem } from '../capture-file/system-errors'
import { checkSize } from './answer-size'
import type { Check } from './check'

export interface Call<Context, A, R> {
  check: Check<A>
  run(context: Context, args: A): R | Promise<R>
}

/** Declares a call of one kind of context. */
export const callsOf =
  <Context>() =>
  <A, R>(check: Check<A>, run: (context: Context, args: A) => R | Promise<R>): Call<Context, A, R> => ({ check, run })

/** Areas of calls: `{ session: { rows, tree } }` is called as `session.rows`. */
export type Areas<Context> = Record<string, Record<string, Call<Context, any, any>>>

/** What a client sees of them: async functions with the same arguments. */
export type ClientOf<T> = {
  [Area in keyof T]: {
    [Name in keyof T[Area]]: T[Area][Name] extends Call<any, infer A, infer R>
      ? Record<string, never> extends A
        ? (args?: A) => Promise<R>
        : (args: A) => Promise<R>
      : never
  }
}

/** A request, its answer, and what is told unasked. Values are whatever structured cloning carries. */
export interface Request {
  id: number
  call: string
  args: unknown
}
export interface ErrorText {
  code: string
  message: string
  hint?: string
  range?: [number, number]
}
export type Reply = { id: number; value: unknown } | { id: number; error: ErrorText }
export interface Told {
  event: string
  value: unknown
}

/** What a user is told of an error: refusals as they are, anything else as a fault of ours with its message. */
export function errorText(error: unknown): ErrorText {
  if (error instanceof Refused) {
    const { code, message, hint, range } = error
    return { code, message, ...(hint === undefined ? {} : { hint }), ...(range === undefined ? {} : { range }) }
  }
  const message = error instanceof Error ? error.message : String(error)
  return {
    code: 'fault',
    message: `Wirelens made a mistake: ${message}`,
    hint: 'Please report it with the steps that led here.',
  }
}

/** Finds a call by its name; own properties only, so that `constructor.call` is no call. */
export function findCall<Context>(areas: Areas<Context>, name: string): Call<Context, any, any> {
  const [area = '', call = '', more] = name.split('.')
  const found =
    more === undefined && Object.hasOwn(areas, area) && Object.hasOwn(areas[area]!, call)
      ? areas[area]![call]
      : undefined
  if (!found || typeof found.run !== 'function')
    throw new Refused('unknown-call', `There is no call “${name.slice(0, 80)}”.`)
  return found
}

/** Whether a message from a port has the shape of a request. */
export const isRequest = (message: unknown): message is Request =>
  typeof message === 'object' &&
  message !== null &&
  Number.isSafeInteger((message as Request).id) &&
  typeof (message as Request).call === 'string'

/** Answers one request. Never throws: what goes wrong is the answer. */
export async function answer<Context>(
  areas: Areas<Context>,
  context: Context,
  { id, call, args }: Request,
): Promise<Reply> {
  try {
    const found = findCall(areas, call)
    const value: unknown = await found.run(context, found.check(args ?? {}, call))
    checkSize(value, call)
    return { id, value }
  } catch (error) {
    return { id, error: errorText(error) }
  }
}
