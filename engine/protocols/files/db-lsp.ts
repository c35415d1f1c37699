/** Dropbox's LAN sync (public descriptions): who has which folders is told to all on the network, as JSON. */
import { protocol } from '../../dissect/protocol'
import { json } from '../web/json'

export const dbLspDisc = protocol({
  name: 'db-lsp-disc',
  title: 'Dropbox LAN sync Discovery Protocol',
  column: 'DB-LSP-DISC',
  spec: 'Public descriptions',
  over: { 'udp.port': [17500] },
  decode(p) {
    if (p.peek(1) !== 0x7b) return false
    if (p.columns) p.say('Dropbox LAN sync Discovery Protocol')
    p.nest(json)
  },
})
