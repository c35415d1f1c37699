/** ITU-T Q.703 and Q.704, the lower parts of signalling system 7: frames of a link (MTP2), and who they are for (MTP3). */
import { bits, expert } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

export const indicators: Readonly<Record<number, string>> = {
  0x0: 'Signalling Network Management Message (SNM)',
  0x1: 'MTN',
  0x2: 'MTNS',
  0x3: 'SCCP',
  0x4: 'TUP',
  0x5: 'ISUP',
  0x6: 'DUP (call and circuit related messages)',
  0x7: 'DUP (facility registration and cancellation message)',
  0x8: 'MTP testing user part',
  0x9: 'Broadband ISUP',
  0xa: 'Satellite ISUP',
  0xc: 'AAL type2 Signaling',
  0xd: 'Bearer Independent Call Control (BICC)',
  0xe: 'Gateway Control Protocol',
}
export const networks: Readonly<Record<number, string>> = {
  0: 'International network',
  1: 'Spare (for international use only)',
  2: 'National network',
  3: 'Reserved for national use',
}

/** Status of a link, as Info says it. */
const states = ['SIO', 'SIN', 'SIE', 'SIOS', 'SIPO', 'SIB']

export const mtp2 = protocol({
  name: 'mtp2',
  title: 'Message Transfer Part Level 2',
  column: 'MTP2',
  spec: 'ITU-T Q.703',
  over: { 'frame.linktype': [140] },
  fields: {
    backward: bits('mtp2.bsn', 'Backward sequence number', 0x7f, {
      help: 'The last frame that arrived from the other side.',
    }),
    backwardBit: bits('mtp2.bib', 'Backward indicator bit', 0x80),
    forward: bits('mtp2.fsn', 'Forward sequence number', 0x7f),
    forwardBit: bits('mtp2.fib', 'Forward indicator bit', 0x80),
    length: bits('mtp2.li', 'Length Indicator', 0x3f, {
      help: '0: nothing to send; 1 or 2: state of the link; more: a message.',
    }),
    spare: bits('mtp2.spare', 'Spare', 0xc0),
    badLength: expert('mtp2.li.bad', 'warn', 'Protocol', 'Bad length indicator value'),
    status: bits('mtp2.sf', 'Status field', 0x07, {
      names: {
        0: 'Status Indication O',
        1: 'Status Indication N',
        2: 'Status Indication E',
        3: 'Status Indication OS',
        4: 'Status Indication PO',
        5: 'Status Indication B',
      },
    }),
  },
  decode(p, _, f) {
    const first = p.peek(1)
    const second = p.peek(1, 1)
    const third = p.peek(1, 2)
    p.add(f.backward, p.at, 1, first & 127)
    p.add(f.backwardBit, p.at, 1, first >> 7)
    p.add(f.forward, p.at + 1, 1, second & 127)
    p.add(f.forwardBit, p.at + 1, 1, second >> 7)
    const length = third & 63
    const row = p.add(f.length, p.at + 2, 1, length)
    const there = p.leftOnWire - 3
    if (there !== length) {
      p.label(
        row,
        `..${(length >> 4).toString(2).padStart(2, '0')} ${(length & 15).toString(2).padStart(4, '0')} = Length Indicator: ${length} [expected payload length ${there}]`,
      )
      const was = p.open(row)
      p.note(f.badLength, `Bad length value ${length} != payload length `, p.at + 2, 1)
      p.close(was)
    }
    p.add(f.spare, p.at + 2, 1, third >> 6)
    p.skip(3)
    if (length === 0) return p.columns ? p.say('FISU ') : undefined
    if (length < 3) {
      if (p.columns && p.left) p.say(states[p.peek(1) & 7] ?? 'Unknown')
      if (p.left) p.add(f.status, p.at, 1, p.peek(1) & 7)
      return
    }
    if (length < 63) p.limit(length)
    p.nest(mtp3)
  },
})

export const mtp3 = protocol({
  name: 'mtp3',
  title: 'Message Transfer Part Level 3',
  column: 'MTP3 (Int. ITU)',
  shortName: 'MTP3',
  spec: 'ITU-T Q.704',
  over: { 'frame.linktype': [141] },
  fields: {
    network: bits('mtp3.network_indicator', 'Network indicator', 0xc0, { display: 'hex', names: networks }),
    spare: bits('mtp3.spare', 'Spare', 0x30, { display: 'hex' }),
    service: bits('mtp3.service_indicator', 'Service indicator', 0x0f, {
      display: 'hex',
      names: indicators,
      help: 'Who reads the message: ISUP sets up calls, SCCP asks databases.',
    }),
    destination: bits('mtp3.dpc', 'DPC', 0x00003fff, { help: 'Point code that the message is for.' }),
    origin: bits('mtp3.opc', 'OPC', 0x0fffc000, { help: 'Point code that it comes from.' }),
    link: bits('mtp3.sls', 'Signalling Link Selector', 0xf0000000),
  },
  decode(p, _, f) {
    const first = p.peek(1)
    const was = p.open(p.text('Service information octet', p.at, 1))
    p.add(f.network, p.at, 1, first >> 6)
    p.add(f.spare, p.at, 1, (first >> 4) & 3)
    p.add(f.service, p.at, 1, first & 15)
    p.close(was)
    p.skip(1)
    p.need(4)
    const label = p.bytes[p.at]! | (p.bytes[p.at + 1]! << 8) | (p.bytes[p.at + 2]! << 16) | (p.bytes[p.at + 3]! << 24)
    const to = label & 0x3fff
    const from = (label >>> 14) & 0x3fff
    const inner = p.open(p.text('Routing label', p.at, 4))
    bitsRow(p.add(f.destination, p.at, 4, to), `DPC: ${to}`, 0x3fff, to)
    bitsRow(p.add(f.origin, p.at, 4, from), `OPC: ${from}`, 0x0fffc000, from)
    bitsRow(p.add(f.link, p.at, 4, label >>> 28), `Signalling Link Selector: ${label >>> 28}`, 0xf0000000, label >>> 28)
    p.close(inner)
    if (p.columns) p.endsText(String(from), String(to))
    p.skip(4)
    if (p.columns) p.say('DATA ')
    if (p.left) p.next('mtp3.service_indicator', first & 15)

    /** The label is in little-endian order: its pattern is written by hand. */
    function bitsRow(row: number, text: string, mask: number, value: number): void {
      if (!p.drawing) return
      const shift = 31 - Math.clz32(mask & -mask)
      let pattern = ''
      for (let i = 31; i >= 0; i--) {
        pattern += (mask >>> i) & 1 ? String((value >>> (i - shift)) & 1) : '.'
        if (i % 4 === 0 && i) pattern += ' '
      }
      p.label(row, `${pattern} = ${text}`)
    }
  },
})
