/** Reads the command line and does what it asks for. See exit-codes.ts for what it returns. */
import { Refused } from '../engine/refused'
import { doctorReport } from '../shell/doctor'
import { captureLive } from './capture'
import { readCommandLine } from './command-line'
import { exitCode, exitCodeOf } from './exit-codes'
import { fieldList, protocolList } from './field-list'
import { filterReport } from './filter'
import { helpText, versionText } from './help'
import { interfaceList } from './interfaces'
import type { Options } from './options'
import { Output, OutputClosed, say } from './output'
import { readFile } from './read'
import { serve } from './serve'
import { flowCommand } from './statistics/flow-command'
import { safe } from './terminal-text'

/** @returns the exit code; never throws */
export async function main(args: readonly string[]): Promise<number> {
  try {
    if (args[0] === 'serve') return await serve(args.slice(1))
    if (args[0] === 'doctor') {
      const { text, exitCode: code } = await doctorReport()
      printAll(text)
      return code
    }
    if (args[0] === 'filter') return printAll(filterReport(args.slice(1).join(' ')))
    if (args[0] === 'flow') return await flowCommand(args.slice(1))
    const o = readCommandLine(args)
    if (o.instead) {
      const out = new Output()
      out.write(await reportOf(o))
      out.flush()
      return exitCode.done
    }
    return o.read === null ? await captureLive(o) : await readFile(o)
  } catch (error) {
    if (error instanceof OutputClosed) return exitCode.file
    if (error instanceof Refused) {
      say(`wirelens: ${lines(error.message)}${error.hint ? `\n${lines(error.hint)}` : ''}`)
      return exitCodeOf(error)
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    say(
      `wirelens: This is a mistake in Wirelens. Please report it with the command line and these lines:\n${lines(text)}`,
    )
    return exitCode.fault
  }
}

function printAll(text: string): number {
  const out = new Output()
  out.write(text)
  out.flush()
  return exitCode.done
}

/** What an option prints in place of packets. */
function reportOf(o: Options): string | Promise<string> {
  switch (o.instead) {
    case 'help':
      return helpText()
    case 'version':
      return versionText()
    case 'interfaces':
      return interfaceList()
    default:
      return o.report === 'protocols' ? protocolList() : fieldList()
  }
}

/** Messages may hold names of files and words of other programs: their line breaks and tabs stay, nothing else of that kind. */
const lines = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.split('\t').map(safe).join('\t'))
    .join('\n')
