/** Reads the command line and does what it asks for. See exit-codes.ts for what it returns. */
import { Refused } from '../engine/refused'
import { doctorReport } from '../shell/doctor'
import { captureLive } from './capture'
import { checkCommand } from './check'
import { compareCommand } from './compare'
import { edit } from './companions/edit'
import { fromText } from './companions/from-text'
import { info } from './companions/info'
import { merge, reorder } from './companions/merge'
import { scrub } from './companions/scrub'
import { readCommandLine } from './command-line'
import { exitCode, exitCodeOf } from './exit-codes'
import { explainCommand } from './explain'
import { reports } from './reports'
import { filterReport } from './filter'
import { forgeCommand } from './forge-command'
import { helpText, versionText } from './help'
import { interfaceList } from './interfaces'
import type { Options } from './options'
import { labCommand } from './lab'
import { Output, OutputClosed, say } from './output'
import { readFile } from './read'
import { reportCommand } from './report-command'
import { agents, datasets, serve } from './serve'
import { flowCommand } from './statistics/flow-command'
import { safe } from './terminal-text'

/** What has a word of its own in place of options; each gives its exit code. */
const commands = new Map<string, (args: readonly string[]) => number | Promise<number>>([
  ['serve', serve],
  ['mcp', agents],
  ['dataset', (args) => datasets('dataset', args)],
  ['query', (args) => datasets('query', args)],
  ['doctor', doctor],
  ['filter', (args) => printAll(filterReport(args.join(' ')))],
  ['flow', flowCommand],
  ['explain', explainCommand],
  ['report', reportCommand],
  ['info', info],
  ['edit', edit],
  ['merge', merge],
  ['reorder', reorder],
  ['from-text', fromText],
  ['scrub', scrub],
  ['forge', forgeCommand],
  ['check', checkCommand],
  ['compare', compareCommand],
  ['lab', labCommand],
])

async function doctor(): Promise<number> {
  const { text, exitCode: code } = await doctorReport()
  printAll(text)
  return code
}

/** @returns the exit code; never throws */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const command = commands.get(args[0] ?? '')
    if (command) return await command(args.slice(1))
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
      return reports[o.report]!()
  }
}

/** Messages may hold names of files and words of other programs: their line breaks and tabs stay, nothing else of that kind. */
const lines = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.split('\t').map(safe).join('\t'))
    .join('\n')
