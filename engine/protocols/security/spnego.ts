/** RFC 4178, SPNEGO: the two ends agree on how to prove who they are; and the tokens of Kerberos in it (RFC 4121). */
import { bytes, none, oid, string, u16, u32 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { APPLICATION, CONTEXT, element, oidText, within } from '../kit/ber'
import type { Element } from '../kit/ber'
import { kerberosMessage } from './kerberos/message'
import { mechanismText, tokenOf } from './spnego/mechanisms'

const n = (key: string): string => `spnego.${key}`
const count = (v: number): string => `${v} item${v === 1 ? '' : 's'}`

export const spnego = protocol({
  name: 'spnego',
  title: 'Simple Protected Negotiation',
  column: '',
  shortName: 'SPNEGO',
  spec: 'RFC 4178',
  nested: true,
  fields: {
    init: none(n('negTokenInit_element'), 'negTokenInit'),
    target: none(n('negTokenTarg_element'), 'negTokenTarg'),
    types: u32(n('mechTypes'), 'mechTypes', { show: count }),
    type: oid(n('MechType'), 'MechType', { help: 'One of the ways that the client offers.' }),
    token: bytes(n('mechToken'), 'mechToken'),
    hints: none(n('negHints_element'), 'negHints'),
    hintName: string(n('hintName'), 'hintName'),
    result: u32(n('negResult'), 'negResult', {
      names: { 0: 'accept-completed', 1: 'accept-incomplete', 2: 'reject', 3: 'request-mic' },
    }),
    supported: oid(n('supportedMech'), 'supportedMech', { help: 'The way that the server chose.' }),
    response: bytes(n('responseToken'), 'responseToken'),
    mic: bytes(n('mechListMIC'), 'mechListMIC'),
  },
  decode(p, _, f) {
    if (p.indexing) {
      p.leaveOpen()
      p.at = p.end
      return
    }
    const choice = element(p)
    if (choice.class !== CONTEXT || choice.tag > 1) return void (p.at = p.end)
    const isInit = choice.tag === 0
    const was = p.open(p.add(isInit ? f.init : f.target, p.at, Math.max(0, choice.length)))
    let chosen = ''
    within(p, element(p), (member) => {
      const e = element(p)
      if (isInit && member.tag === 0) {
        const row = p.add(f.types, e.at, p.end - e.at, 0)
        const inner = p.open(row)
        let number = 0
        within(p, e, (type) => {
          const text = mechanism(p, f.type, type)
          chosen ||= text
          number++
        })
        p.revalue(row, number)
        p.close(inner)
      } else if (isInit && member.tag === 2) token(p, f.token, e, chosen)
      else if (isInit && member.tag === 3 && e.tag === 16) {
        const inner = p.open(p.add(f.hints, e.at, p.end - e.at))
        within(p, e, (hint) => {
          const inside = element(p)
          if (hint.tag === 0) p.take(f.hintName, inside.length)
        })
        p.close(inner)
      } else if (!isInit && member.tag === 0) p.add(f.result, e.value, 1, p.peek(1))
      else if (!isInit && member.tag === 1) chosen = mechanism(p, f.supported, e)
      else if (!isInit && member.tag === 2) token(p, f.response, e, chosen)
      else if (e.tag === 4) p.add(f.mic, e.value, e.length)
      p.at = p.end
    })
    p.close(was)
    p.at = p.end
  },
})

function mechanism(p: Packet, field: Field, e: Element): string {
  p.need(e.length, e.value)
  const text = oidText(p.bytes, e.value, e.length)
  p.label(p.add(field, e.value, e.length, text), `${field.label}: ${mechanismText(text)}`)
  return text
}

function token(p: Packet, field: Field, e: Element, chosen: string): void {
  p.need(e.length, e.value)
  p.add(field, e.value, e.length)
  p.at = e.value
  p.part(e.length, () => tokenOf(p, chosen))
}

const tokens: Readonly<Record<number, string>> = {
  0x0001: 'KRB5_AP_REQ',
  0x0002: 'KRB5_AP_REP',
  0x0003: 'KRB5_ERROR',
  0x0101: 'KRB5_GSS_GetMIC',
  0x0102: 'KRB5_GSS_Delete_sec_context',
  0x0201: 'KRB5_GSS_Wrap',
  0x0404: 'KRB_TOKEN_CFX_GetMic',
  0x0405: 'KRB_TOKEN_CFX_Delete_sec_context',
  0x0504: 'KRB_TOKEN_CFX_WRAP',
}

/** Tokens of Kerberos: behind an object identifier and a number, or the bare message. */
export const spnegoKrb5 = protocol({
  name: 'spnego-krb5',
  title: 'SPNEGO-KRB5',
  column: '',
  shortName: 'SPNEGO-KRB5',
  spec: 'RFC 4121',
  nested: true,
  uses: ['kerberos'],
  fields: {
    blob: bytes('spnego.krb5.blob', 'krb5_blob'),
    mechanism: string('spnego.krb5_oid', 'KRB5 OID'),
    token: u16('spnego.krb5.tok_id', 'krb5_tok_id', {
      display: 'hex',
      names: (v) => tokens[((v & 255) << 8) | (v >> 8)],
    }),
  },
  heading: () => 'krb5_blob',
  decode(p, _, f) {
    if (p.indexing) {
      p.leaveOpen()
      p.at = p.end
      return
    }
    const was = p.open(p.add(f.blob, p.at, p.left))
    const { at } = p
    const first = element(p)
    if (first.class === APPLICATION && first.tag === 0) {
      const e = element(p)
      p.need(e.length)
      const text = oidText(p.bytes, e.value, e.length)
      p.label(p.add(f.mechanism, e.value, e.length, text), `KRB5 OID: ${mechanismText(text)}`)
      p.skip(e.length)
      const id = p.peek(2)
      p.take(f.token)
      if (id <= 0x0300) kerberosMessage(p, false)
    } else {
      p.at = at
      kerberosMessage(p, false)
    }
    p.close(was)
    p.at = p.end
  },
})
