/**
 * `wirelens mcp --allow DIR [--allow DIR …] [--reveal]`: captures for agents over the Model Context Protocol (revisions 2026-07-28 and
 * 2025-11-25), on standard input and output. Nothing is written; only files under the allowed folders are read.
 */
import { McpServer } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { Decoder } from '../../engine/api/decoder'
import { Refused } from '../../engine/refused'
import { version } from '../../package.json'
import { folders } from './allowed'
import { refusal, reply, UNTRUSTED } from './reply'
import type { Desk } from './desk'
import { flowTools } from './flow-tools'
import { packetTools } from './packet-tools'

const usage = 'Usage: wirelens mcp --allow DIR [--allow DIR …] [--reveal]'

function optionsOf(args: readonly string[]): { allow: string[]; reveal: boolean } {
  const allow: string[] = []
  let reveal = false
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!
    if (word === '--reveal') reveal = true
    else if (word === '--allow' && args[i + 1] !== undefined) allow.push(args[++i]!)
    else if (word.startsWith('--allow=')) allow.push(word.slice(8))
    else throw new Refused('usage', `wirelens mcp does not know ${word}.`, usage)
  }
  if (!allow.length) throw new Refused('usage', 'Which captures may be read?', usage)
  return { allow, reveal }
}

const instructions =
  'Wirelens reads network captures. Open one first. Cite frame numbers and byte ranges of what you state. Field names are those that the tool ' +
  `“fields” finds; do not invent others. ${UNTRUSTED} Passwords, cookies, tokens and keys are written as [redacted].`

/** Where the page that was asked for begins. */
const fromOf = (args: object): number => ('from' in args && typeof args.from === 'number' ? args.from : 0)

function serverFor(desk: Desk): McpServer {
  const server = new McpServer({ name: 'wirelens', version }, { instructions })
  // One question at a time: there is one capture, and one filter in force.
  let before: Promise<unknown> = Promise.resolve()
  for (const { name, title, description, input, run, cut } of [...packetTools, ...flowTools])
    server.registerTool(
      name,
      {
        title,
        description,
        inputSchema: input,
        annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
      },
      (args) => {
        const own = before.then(async () => {
          try {
            return reply(await run(desk, args as never), desk.reveal, cut, fromOf(args))
          } catch (error) {
            if (error instanceof Refused) return refusal(error.message, error.hint)
            throw error
          }
        })
        before = own.catch(() => undefined)
        return own
      },
    )
  return server
}

try {
  const { allow, reveal } = optionsOf(process.argv.slice(2))
  const desk: Desk = { decoder: new Decoder(() => undefined), allowed: folders(allow), reveal }
  serveStdio(() => serverFor(desk), { onerror: (error) => process.stderr.write(`wirelens mcp: ${error.message}\n`) })
} catch (error) {
  if (!(error instanceof Refused)) throw error
  process.stderr.write(`wirelens: ${error.message}\n${error.hint ? `${error.hint}\n` : ''}`)
  process.exit(1)
}
