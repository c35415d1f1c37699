/** UPnP Device Architecture 1.0, section 1: discovery in the form of HTTP messages over UDP. */
import { protocol } from '../../dissect/protocol'
import { nextByMedia } from './media'
import { drawHead } from './http/draw'
import { kindOf, readHead } from './http/head'
import { httpFields } from './http/fields'

export const ssdp = protocol({
  name: 'ssdp',
  title: 'Simple Service Discovery Protocol',
  spec: 'UPnP Device Architecture 1.0',
  help: {
    ssdp: 'Finds devices and services on the network: multicast datagrams in the form of HTTP.',
  },
  uses: ['http'],
  over: { 'udp.port': [1900] },
  decode(p) {
    const { bytes, at, end } = p
    const kind = kindOf(bytes, at, end)
    if (!kind) return p.rest()
    if (p.first) {
      // Nothing later depends on it.
      const head = readHead(bytes, at, end, kind)
      if (head && head.bodyAt < end) p.leaveOpen()
      return
    }
    const head = readHead(bytes, at, end, kind)
    drawHead(p, kind, head)
    p.hide(kind === 'response' ? httpFields.response : httpFields.request, at, 0, 1)
    p.label(
      p.set(kind === 'response' ? httpFields.responseNumber : httpFields.requestNumber, 1),
      `HTTP ${kind === 'response' ? 'response' : 'request'} 1/1`,
    )
    if (head && p.at < end) nextByMedia(p, head.contentType.split(';')[0]!.trim().toLowerCase(), '')
  },
})
