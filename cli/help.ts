/** `-h` and `-v`. */
import { version } from '../package.json'
import { optionTable } from './option-table'

export const versionText = (): string =>
  `Wirelens ${version}, running on Node.js ${process.versions.node} (${process.platform})\n`

/** Width of the left half of the help. */
const left = 30
const width = 100

/** The options in their groups, wrapped. */
export function helpText(): string {
  const lines = [
    versionText().trim(),
    'Reads and captures network packets and says what is in them.',
    '',
    'Usage: wirelens -r FILE [options] [display filter]',
    '       wirelens -i INTERFACE [options] [capture filter]',
    '       wirelens filter TEXT    how a display filter is understood',
    '       wirelens doctor    whether capturing works here, and what to do',
    '       wirelens serve [FILE] [--port N] [--open]    the same in a browser',
    '       wirelens info FILE…   |   edit [options] IN OUT [N-M …]   |   merge -w OUT FILE…   |   reorder IN OUT   |   from-text IN OUT',
    '       wirelens scrub IN -o OUT [--keep mac,ip,names,payload,…] [--seed TEXT]    a copy without addresses, names and payloads',
    '       wirelens mcp --allow DIR [--reveal]    captures of a folder for agents (Model Context Protocol), read-only',
    '       wirelens compare A B [--format text|json|svg|mermaid|plantuml]    two captures of the same traffic, packet by packet',
    '       wirelens dataset CAPTURES… -o FOLDER    tables of many captures as Parquet; query FOLDER SQL asks them',
    '       wirelens flow FILE [--stream N] [--format svg|mermaid|plantuml|text]    a conversation as a ladder',
    '       wirelens forge SCENARIO -o FILE    an exercise capture (forge --list: what there is)',
    '       wirelens report FILE [--kind K] [--stream N] [--lang en|ko] [-o OUT.html|md|docx|pdf]    a capture written up',
    '       wirelens explain FILE --frame N [--field NAME] [--lang ko|en] [--format text|md|json]    why fields have their values',
    '       wirelens lab sheets | answers SHEET CAPTURE | grade SHEET CAPTURE ANSWERS    lab sheets',
    '       wirelens check REPORT CAPTURE [--format text|json|html]    what a report says of a capture, judged',
  ]
  const groups = [...new Set(optionTable.map((option) => option.group))]
  for (const group of groups) {
    lines.push('', `${group}:`)
    for (const { letter, name, argument, help } of optionTable.filter((option) => option.group === group)) {
      const value = argument ? ` <${argument}>` : ''
      const names = [letter ? `-${letter}${value}` : '', name ? `--${name}` : ''].filter(Boolean).join(', ')
      lines.push(...wrapped(`  ${names}`, help))
    }
  }
  return `${lines.join('\n')}\n`
}

function wrapped(names: string, help: string): string[] {
  const lines: string[] = []
  let line = names.length < left - 1 ? names.padEnd(left) : (lines.push(names), ' '.repeat(left))
  for (const word of help.split(' ')) {
    if (line.length + word.length > width) {
      lines.push(line.trimEnd())
      line = ' '.repeat(left)
    }
    line += `${word} `
  }
  return [...lines, line.trimEnd()]
}
