/**
 * Exit codes of `wirelens`, the same as tshark's, so that scripts may rely on them.
 *
 * | code | meaning |
 * |---|---|
 * | 0 | done; a live capture that was stopped by Ctrl-C, `-c` or `-a` is done, too |
 * | 1 | the command line is wrong, or nothing could be captured: unknown option or field, no such interface, no permission, bad capture filter |
 * | 2 | a file could not be read to its end or could not be written (what was readable has been printed), or a display filter is refused |
 * | 2 | the program that read our output has gone (`| head`): silently |
 * | 70 | a mistake of ours: the message asks for a report |
 * | 130, 143, 129 | ended by SIGINT, SIGTERM, SIGHUP while reading or saving; nothing is left behind |
 */
import { Refused } from '../engine/refused'

export const exitCode = { done: 0, usage: 1, file: 2, fault: 70 } as const

/** Codes of refusals that are not about a file. */
const usageCodes: ReadonlySet<string> = new Set([
  'usage',
  'unknown-field',
  'field-not-there',
  'no-such-packet',
  'not-yet',
  'capture',
  'no-server',
])

/** The exit code that belongs to an error. */
export const exitCodeOf = (error: unknown): number =>
  error instanceof Refused ? (usageCodes.has(error.code) ? exitCode.usage : exitCode.file) : exitCode.fault
