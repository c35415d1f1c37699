/** IEEE 802.1X, EAPOL: a station proves who it is before the port opens; and the keys of wireless networks (IEEE 802.11, 12.7.2). */
import { bit, bits, bytes, u16, u64, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { wlan } from '../wireless/wlan'
import { tagged } from '../wireless/wlan/management'

const types: Readonly<Record<number, string>> = {
  0: 'EAP Packet',
  1: 'Start',
  2: 'Logoff',
  3: 'Key',
  4: 'Encapsulated ASF Alert',
  5: 'MKA',
  6: 'Announcement (Generic)',
  7: 'Announcement (Specific)',
  8: 'Announcement Request',
}
const KEY = 3
const RC4 = 1
const set = { trueFalse: ['Set', 'Not set'] } as const

export const eapol = protocol({
  name: 'eapol',
  title: '802.1X Authentication',
  column: 'EAPOL',
  shortName: 'EAPOL',
  spec: 'IEEE 802.1X',
  over: { ethertype: [0x888e, 0x88c7] },
  header: {
    version: u8('eapol.version', 'Version', { names: { 1: '802.1X-2001', 2: '802.1X-2004', 3: '802.1X-2010' } }),
    type: u8('eapol.type', 'Type', {
      names: types,
      help: 'Start asks to be let in, an EAP packet proves who one is, Key agrees on keys.',
    }),
    length: u16('eapol.len', 'Length'),
  },
  fields: {
    descriptor: u8('eapol.keydes.type', 'Key Descriptor Type', {
      names: { 1: 'RC4 Descriptor', 2: 'EAPOL RSN Key', 254: 'EAPOL WPA Key' },
    }),
    message: u8('wlan_rsna_eapol.keydes.msgnr', 'Message number', {
      generated: true,
      help: 'Which of the four of the handshake. If the second is not followed by the third, the password was probably wrong.',
    }),
    information: u16('wlan_rsna_eapol.keydes.key_info', 'Key Information', {
      display: 'hex',
      of: {
        version: bits('wlan_rsna_eapol.keydes.key_info.keydes_version', 'Key Descriptor Version', 0x0007, {
          names: {
            1: 'RC4 Cipher, HMAC-MD5 MIC',
            2: 'AES Cipher, HMAC-SHA1 MIC',
            3: 'AES Cipher, AES-128-CMAC MIC',
          },
        }),
        type: bit('wlan_rsna_eapol.keydes.key_info.key_type', 'Key Type', 0x0008, {
          trueFalse: ['Pairwise Key', 'Group Key'],
        }),
        index: bits('wlan_rsna_eapol.keydes.key_info.key_index', 'Key Index', 0x0030),
        install: bit('wlan_rsna_eapol.keydes.key_info.install', 'Install', 0x0040, set),
        ack: bit('wlan_rsna_eapol.keydes.key_info.key_ack', 'Key ACK', 0x0080, set),
        mic: bit('wlan_rsna_eapol.keydes.key_info.key_mic', 'Key MIC', 0x0100, set),
        secure: bit('wlan_rsna_eapol.keydes.key_info.secure', 'Secure', 0x0200, set),
        error: bit('wlan_rsna_eapol.keydes.key_info.error', 'Error', 0x0400, set),
        request: bit('wlan_rsna_eapol.keydes.key_info.request', 'Request', 0x0800, set),
        encrypted: bit('wlan_rsna_eapol.keydes.key_info.encrypted_key_data', 'Encrypted Key Data', 0x1000, set),
        smk: bit('wlan_rsna_eapol.keydes.key_info.smk_message', 'SMK Message', 0x2000, set),
      },
    }),
    keyLength: u16('eapol.keydes.key_len', 'Key Length'),
    counter: u64('eapol.keydes.replay_counter', 'Replay Counter', { help: 'Grows with each; an answer repeats it.' }),
    nonce: bytes('wlan_rsna_eapol.keydes.nonce', 'WPA Key Nonce'),
    iv: bytes('eapol.keydes.key_iv', 'Key IV'),
    rsc: bytes('wlan_rsna_eapol.keydes.rsc', 'WPA Key RSC'),
    id: bytes('wlan_rsna_eapol.keydes.id', 'WPA Key ID'),
    mic: bytes('wlan_rsna_eapol.keydes.mic', 'WPA Key MIC', { help: 'Proves that the sender knows the key.' }),
    dataLength: u16('wlan_rsna_eapol.keydes.data_len', 'WPA Key Data Length'),
    data: bytes('wlan_rsna_eapol.keydes.data', 'WPA Key Data'),
    indexByte: u8('eapol.keydes.index', 'Key Index'),
    signature: bytes('eapol.keydes.key_signature', 'Key Signature'),
    key: bytes('eapol.keydes.key', 'Key'),
  },
  decode(p, h) {
    const type = p.u8(h.type)
    p.limit(p.u16(h.length))
    if (p.columns) p.say(types[type] ?? `Unknown Type (0x${type.toString(16).padStart(2, '0')})`)
    if (type === 0) p.next('eapol.eap', 0)
    else if (type === KEY) key(p)
    else if (p.left) p.rest()
  },
})

function key(p: Packet): void {
  const { f } = eapol
  const descriptor = p.take(f.descriptor)
  if (descriptor === RC4) {
    const length = p.take(f.keyLength)
    p.take(f.counter)
    p.take(f.iv, 16)
    p.take(f.indexByte)
    p.take(f.signature, 16)
    if (length && p.left) p.take(f.key, p.left)
    return
  }
  if (descriptor !== 2 && descriptor !== 254) return p.rest()
  const flags = p.peek(2)
  const pairwise = (flags & 0x08) !== 0
  // The message's number follows from flags: only the access point wants an answer, only the fourth brings no data.
  const number = messageNumber(p, flags, pairwise)
  p.set(f.message, number, p.at, 2)
  if (p.columns) p.sayMore(pairwise ? ` (Message ${number} of 4)` : ` (Group Message ${number} of 2)`)
  p.take(f.information)
  p.take(f.keyLength)
  p.take(f.counter)
  p.take(f.nonce, 32)
  p.take(f.iv, 16)
  p.take(f.rsc, 8)
  p.take(f.id, 8)
  p.take(f.mic, 16)
  const length = p.take(f.dataLength)
  if (!length) return
  const at = p.take(f.data, length)
  if (flags & 0x1000 || p.indexing) return
  // In the clear: what the station wants, as in the frames before.
  const was = p.open(p.row(f.data))
  p.at = at
  p.part(length, () => tagged(p, wlan.f.ssid))
  p.close(was)
}

const DATA_LENGTH_AT = 92

function messageNumber(p: Packet, flags: number, pairwise: boolean): number {
  const asks = (flags & 0x80) !== 0
  if (!pairwise) return asks ? 1 : 2
  if (asks) return flags & 0x100 ? 3 : 1
  return p.left >= DATA_LENGTH_AT + 2 && p.peek(2, DATA_LENGTH_AT) === 0 ? 4 : 2
}
