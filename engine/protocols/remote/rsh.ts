/** The remote shell of 4.2BSD (rsh): a port for errors, two names, a command; then data. */
import { bytes, string } from '../../dissect/field'
import { FlowState, FrameFacts, memory } from '../../dissect/memory'
import { protocol } from '../../dissect/protocol'
import { latin } from '../kit/lines'

/** How many of the four texts at the start were seen, and the name at the server. */
const talks = memory(() => new FlowState(() => ({ seen: 0, server: '' })))
/** Of packets with such texts: which of them comes first. */
const openings = memory(() => new FrameFacts<number>())
const PORT = 514

export const rsh = protocol({
  name: 'rsh',
  title: 'Remote Shell',
  column: 'RSH',
  spec: '4.2BSD rshd(8)',
  over: { 'tcp.port': [PORT] },
  fields: {
    port: string('rsh.stderr_port', 'Stderr port (optional)'),
    client: string('rsh.client_username', 'Client username', { help: 'Who asks.' }),
    server: string('rsh.server_username', 'Server username', { help: 'As whom the command runs.' }),
    command: string('rsh.command', 'Command to execute', { help: 'What is to run.' }),
    fromClient: bytes('rsh.client_server_data', 'Client -> Server Data'),
    fromServer: bytes('rsh.server_client_data', 'Server -> Client Data'),
  },
  decode(p, _, f) {
    const isClient = p.destinationPort === PORT
    const talk = p.recall(talks).of(p.flow >> 1)
    if (p.first) {
      // Without a text that ends it is a conversation that was joined late.
      const isText = isClient && talk.seen < 4 && p.bytes.subarray(p.at, p.end).includes(0)
      if (!isText) {
        if (isClient) talk.seen = 4
        return
      }
      p.recall(openings).set(p.frame.number, talk.seen, p.nth())
      for (let at = p.at; at < p.end && talk.seen < 4; talk.seen++) {
        const zero = p.bytes.indexOf(0, at)
        if (zero < 0 || zero >= p.end) break
        if (talk.seen === 2) talk.server = latin(p.bytes, at, Math.min(zero, at + 32))
        at = zero + 1
      }
      return
    }
    const opening = p.recall(openings).get(p.frame.number, p.nth())
    if (opening === undefined) {
      const who = talk.server ? `Server username:${talk.server} ` : ''
      if (p.columns) p.say(`${who}${isClient ? 'Client -> Server data' : 'Server -> Client Data'}`)
      return void p.take(isClient ? f.fromClient : f.fromServer, p.left)
    }
    if (p.columns) p.say('Session Establishment')
    const fields = [f.port, f.client, f.server, f.command]
    for (let nth = opening; nth < 4 && p.left; nth++) {
      const zero = p.bytes.indexOf(0, p.at)
      const stop = zero < 0 || zero >= p.end ? p.end : zero
      p.add(fields[nth]!, p.at, stop - p.at)
      p.at = Math.min(p.end, stop + 1)
    }
    if (p.left) p.take(f.fromClient, p.left)
  },
})
