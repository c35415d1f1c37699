// Golden texts of the samples on the welcome screen, and of docs/fields.md. `npm run golden -- NAME` writes them anew; read the difference.
import { describe, it } from 'vitest'
import { fieldsOf } from '../../engine/dissect/protocol'
import type { Field } from '../../engine/dissect/field'
import { registry } from '../../engine/protocols'
import { golden } from '../support/golden'
import { samples as shipped } from '../support/samples'
import { decode } from './link-run'
import type { Decoded } from './link-run'

const ETHERNET = 1

/** One block per packet: the row, then the tree. */
const written = (packets: readonly Decoded[]): string =>
  packets
    .map(
      ({ source, destination, column, info, lines }, i) =>
        `${i + 1} | ${source} | ${destination} | ${column} | ${info}\n${lines.map((l) => `    ${l}\n`).join('')}`,
    )
    .join('\n')

describe('samples that Wirelens ships', () => {
  it.each(Object.keys(shipped))('%s', (name) => {
    const packets = shipped[name]!().map(([, packet]) => packet)
    golden(`test/protocols/golden/${name}.txt`, written(decode(ETHERNET, packets)))
  })
})

describe('docs/fields.md', () => {
  it('says what the tables say', () => golden('docs/fields.md', document()))
})

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

function row(field: Field): string {
  const bits = field.mask ? `, bits 0x${field.mask.toString(16)}` : ''
  const size = field.size ? `, ${field.size} byte${field.size === 1 ? '' : 's'}` : ''
  return `| \`${field.name}\` | ${cell(field.label)} | ${field.type}${size}${bits} | ${cell(field.help ?? '')} |`
}

/** One section per protocol, one row per field. */
function document(): string {
  const parts = ['# Fields\n\nWritten from the tables in `engine/protocols`: do not edit.\n']
  for (const p of registry.protocols) {
    const fields = [...fieldsOf(p)].filter((f) => f.name)
    if (!fields.length) continue
    const title = p.title.replaceAll('%', '…')
    parts.push(`\n## ${title} (\`${p.name}\`)\n\n${p.spec}\n\n| field | label | kind | |\n|---|---|---|---|\n`)
    parts.push(fields.map(row).join('\n') + '\n')
  }
  return parts.join('')
}
