/** UPnP Device Architecture 1.0, section 1: discovery in the form of HTTP messages over UDP. */
import { protocol } from '../dissect/protocol'
import { readMessage } from './http-message'

export const ssdp = protocol({
  name: 'ssdp',
  title: 'Simple Service Discovery Protocol',
  spec: 'UPnP Device Architecture 1.0',
  over: { 'udp.port': [1900] },
  decode(p) {
    if (p.first) return // nothing later depends on it
    const first = readMessage(p)
    if (first === undefined) p.rest()
    else p.say(`${first} `)
  },
})
