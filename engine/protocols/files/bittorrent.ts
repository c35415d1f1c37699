/** BEP 3: peers that give each other pieces of files: a handshake, then messages whose length stands in front. */
import { bytes, string, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { MORE, protocol } from '../../dissect/protocol'
import { spells } from '../kit/lines'

const kinds: Readonly<Record<number, string>> = {
  0: 'Choke',
  1: 'Unchoke',
  2: 'Interested',
  3: 'Not Interested',
  4: 'Have',
  5: 'Bitfield',
  6: 'Request',
  7: 'Piece',
  8: 'Cancel',
  9: 'Port',
  20: 'Extended',
}
const HANDSHAKE = 68

export const bittorrent = protocol({
  name: 'bittorrent',
  title: 'BitTorrent',
  column: 'BitTorrent',
  spec: 'BEP 3',
  over: { 'tcp.port': [6881, 6882, 6883, 6884, 6885, 6886, 6887, 6888, 6889] },
  heuristic: ['tcp'],
  looks: (p) => isHandshake(p),
  messages: {
    cut(p) {
      if (isHandshake(p)) return p.left < HANDSHAKE ? p.left : HANDSHAKE
      if (p.left < 4) return MORE
      const length = p.peek(4)
      return length > 0x40000 ? p.left : 4 + length
    },
  },
  fields: {
    nameLength: u8('bittorrent.protocol.name.length', 'Protocol Name Length'),
    name: string('bittorrent.protocol.name', 'Protocol Name'),
    reserved: bytes('bittorrent.reserved', 'Reserved Extension Bytes'),
    hash: bytes('bittorrent.info_hash', 'SHA1 Hash of info dictionary', {
      help: 'Names the files that are exchanged.',
    }),
    peer: bytes('bittorrent.peer_id', 'Peer ID'),
    length: u32('bittorrent.msg.length', 'Message Length'),
    type: u8('bittorrent.msg.type', 'Message Type', { names: kinds }),
    index: u32('bittorrent.piece.index', 'Piece index', { display: 'hex' }),
    begin: u32('bittorrent.piece.begin', 'Begin offset of piece', { display: 'hex' }),
    pieceLength: u32('bittorrent.piece.length', 'Piece Length', { display: 'hex' }),
    data: bytes('bittorrent.piece.data', 'Data in a piece'),
  },
  decode(p, _, f) {
    const say = (text: string): void => (p.nth() ? p.sayMore(text) : p.say(text))
    p.keepInfo()
    if (isHandshake(p)) {
      say('Handshake  ')
      p.take(f.nameLength)
      p.take(f.name, 19)
      p.take(f.reserved, 8)
      p.take(f.hash, 20)
      p.take(f.peer, 20)
      return
    }
    const length = p.peek(4)
    const type = length ? p.peek(1, 4) : -1
    if (length > 0x40000 || (length && !kinds[type])) {
      say('Continuation data  ')
      return p.rest()
    }
    p.take(f.length)
    if (!length) return say('BitTorrent   ')
    p.take(f.type)
    let more = ''
    if (type === 4) more = `, Piece (Idx:0x${p.take(f.index).toString(16)})`
    else if (type === 6 || type === 7 || type === 8) {
      const index = p.take(f.index)
      const begin = p.take(f.begin)
      const size = type === 7 ? p.left : p.take(f.pieceLength)
      if (type === 7) p.take(f.data, p.left)
      more = `, Piece (Idx:0x${index.toString(16)},Begin:0x${begin.toString(16)},Len:0x${size.toString(16)})`
    }
    say(`${kinds[type]}${type === 7 ? more.slice(7) : more}  `)
    p.at = p.end
  },
})

const isHandshake = (p: Packet): boolean =>
  p.bytes[p.at] === 19 && spells(p.bytes, p.at + 1, p.end, 'BITTORRENT PROTOCOL')
