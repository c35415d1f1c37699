/** `wirelens flow FILE --stream N --format svg|mermaid|plantuml|text`: a ladder as a drawing or a text. */
import { exportFormats, exportLadder } from '../../engine/flows/export-ladder'
import type { ExportFormat } from '../../engine/flows/export-ladder'
import { limits } from '../../engine/limits'
import { wholeLadder } from '../../engine/session/ladders'
import type { Scope } from '../../engine/session/ladders'
import { timeDigits } from '../../engine/session/rows'
import { exitCode } from '../exit-codes'
import { Output, say } from '../output'
import { usage } from '../usage-error'
import { withWhole } from '../whole-session'

export const flowHelp = `Usage: wirelens flow FILE [--stream N | --udp N | --kind KIND] [--format FORMAT] [--absolute]

  --stream N      TCP stream to draw, counted from 0 (0 unless something else is said)
  --udp N         UDP stream to draw
  --kind KIND     all packets of a kind: tcp, udp, arp, icmp, icmpv6, dns, any
  --format FORMAT svg, mermaid, plantuml or text (else text)
  --absolute      sequence numbers as they stand in the packets
`

interface Wish {
  path: string
  scope: Scope
  format: ExportFormat
  absolute: boolean
}

/** @returns the exit code */
export async function flowCommand(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    const out = new Output()
    out.write(flowHelp)
    out.flush()
    return exitCode.done
  }
  const wish = readWish(args)
  return withWhole(wish.path, async (session) => {
    const ladder = await wholeLadder(session, wish.scope, limits.ladderExport, { absolute: wish.absolute })
    const out = new Output()
    for (const piece of exportLadder(ladder, wish.format, { digits: timeDigits(session), absolute: wish.absolute }))
      out.write(piece)
    out.flush()
    if (ladder.arrows.length < ladder.total)
      say(`wirelens: Only the first ${ladder.arrows.length} of ${ladder.total} packets are in the ladder.`)
    return exitCode.done
  })
}

const kinds = ['tcp', 'udp', 'arp', 'icmp', 'icmpv6', 'dns', 'any'] as const

function readWish(args: readonly string[]): Wish {
  const wish: Wish = { path: '', scope: { kind: 'tcp', stream: 0 }, format: 'text', absolute: false }
  for (let i = 0; i < args.length; i++) {
    const [name = '', attached] = args[i]!.startsWith('--') ? args[i]!.split('=', 2) : [args[i]]
    const value = (): string =>
      attached ?? args[++i] ?? usage(`The option ${name} needs a value.`, 'See wirelens flow --help.')
    const number = (): number => {
      const text = value()
      return /^\d{1,9}$/.test(text)
        ? Number(text)
        : usage(`"${text}" is no stream number.`, 'Streams are counted from 0.')
    }
    switch (name) {
      case '--stream':
        wish.scope = { kind: 'tcp', stream: number() }
        break
      case '--udp':
        wish.scope = { kind: 'udp', stream: number() }
        break
      case '--kind': {
        const text = value()
        const kind =
          kinds.find((k) => k === text) ?? usage(`There is no kind "${text}".`, `Known: ${kinds.join(', ')}.`)
        wish.scope = { kind }
        break
      }
      case '--format': {
        const text = value()
        wish.format =
          exportFormats.find((f) => f === text) ??
          usage(`There is no format "${text}".`, `Known: ${exportFormats.join(', ')}.`)
        break
      }
      case '--absolute':
        wish.absolute = true
        break
      default:
        if (name.startsWith('-') && name !== '-') usage(`There is no option ${name}.`, 'See wirelens flow --help.')
        if (wish.path) usage(`"${name}" is one file too many.`, 'See wirelens flow --help.')
        wish.path = name
    }
  }
  if (!wish.path) usage('No file was named.', 'wirelens flow FILE --stream 0')
  return wish
}
