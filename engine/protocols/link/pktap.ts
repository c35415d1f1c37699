/** Apple's PKTAP (LINKTYPE_PKTAP): what `tcpdump -i any` of macOS writes in front of each packet: interface and process. Little-endian. */
import { expert, string, u16, u32 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

/** Bytes of the header that are known; further ones may follow. */
const HEADER = 108
const PACKET = 1
const little = { little: true } as const

/** Has no tree of its own, but its name stands in frame.protocols. */
const pktdata = protocol({
  name: 'pcap_pktdata',
  title: 'pcap/pcapng packet data',
  column: '',
  shortName: 'pcap_pktdata',
  spec: 'LINKTYPE_PKTAP',
})

export const pktap = protocol({
  name: 'pktap',
  title: 'PKTAP packet header',
  spec: 'LINKTYPE_PKTAP',
  over: { 'frame.linktype': [258] },
  fields: {
    size: u32('pktap.hdrlen', 'Header length', little),
    record: u32('pktap.rectype', 'Record type', { ...little, help: '1: a packet follows.' }),
    dlt: u32('pktap.dlt', 'DLT', { ...little, help: 'Link type of the packet inside.' }),
    interfaceName: string('pktap.ifname', 'Interface name', { zeroTerminated: true }),
    flags: u32('pktap.flags', 'Flags', { ...little, display: 'hex' }),
    family: u32('pktap.pfamily', 'Protocol family', little),
    headerLength: u32('pktap.llhdrlen', 'Link-layer header length', little),
    trailerLength: u32('pktap.lltrlrlen', 'Link-layer trailer length', little),
    process: u32('pktap.pid', 'Process ID', {
      ...little,
      help: 'Process on the capturing machine that the packet belongs to.',
    }),
    command: string('pktap.cmdname', 'Command name', { zeroTerminated: true }),
    service: u32('pktap.svc_class', 'Service class', little),
    interfaceType: u16('pktap.iftype', 'Interface type', little),
    interfaceUnit: u16('pktap.ifunit', 'Interface unit', little),
    effectiveProcess: u32('pktap.epid', 'Effective process ID', little),
    effectiveCommand: string('pktap.ecmdname', 'Effective command name', { zeroTerminated: true }),
    short: expert('pktap.hdrlen_too_short', 'error', 'Malformed', 'Header length is too short'),
  },
  decode(p, _, f) {
    const start = p.at
    const size = p.take(f.size)
    if (size < HEADER) {
      p.note(f.short, undefined, start, 4)
      p.at = p.end
      return
    }
    if (p.columns) p.say(`PKTAP, ${size} byte header`)
    const record = p.take(f.record)
    const dlt = p.take(f.dlt)
    p.take(f.interfaceName, 24)
    for (const it of [f.flags, f.family, f.headerLength, f.trailerLength, f.process]) p.take(it)
    p.take(f.command, 20)
    for (const it of [f.service, f.interfaceType, f.interfaceUnit, f.effectiveProcess]) p.take(it)
    p.take(f.effectiveCommand, 20)
    p.skip(size - HEADER)
    if (record !== PACKET) return
    p.mark(pktdata)
    p.next('frame.linktype', dlt)
  },
})
export { pktdata }
