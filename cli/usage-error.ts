/** Refusing a command line. */
import { Refused } from '../engine/refused'

/** Ends with exit code 1 and this message. */
export function usage(message: string, hint?: string, code = 'usage'): never {
  throw new Refused(code, message, hint)
}
