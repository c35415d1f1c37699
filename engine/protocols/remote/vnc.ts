/** RFC 6143, remote framebuffer (VNC): a screen is sent as rectangles, keys and pointer come back. */
import { utf8Text } from '../../bytes/text'
import { bool8, bytes, i32, none, string, u16, u32, u8 } from '../../dissect/field'
import { FlowState, memory, PacketNumbers } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const securities: Readonly<Record<number, string>> = {
  0: 'Invalid',
  1: 'None',
  2: 'VNC',
  5: 'RA2',
  6: 'RA2ne',
  16: 'Tight',
  17: 'Ultra',
  18: 'TLS',
  19: 'VeNCrypt',
  30: 'Apple Diffie-Hellman',
}
const serverTypes: Readonly<Record<number, string>> = {
  0: 'Framebuffer Update',
  1: 'Set Colormap Entries',
  2: 'Ring Bell',
  3: 'Cut Text',
}
const clientTypes: Readonly<Record<number, string>> = {
  0: 'Set Pixel Format',
  2: 'Set Encodings',
  3: 'Framebuffer Update Request',
  4: 'Key Event',
  5: 'Pointer Event',
  6: 'Cut Text',
}
const encodings: Readonly<Record<number, string>> = {
  0: 'Raw',
  1: 'CopyRect',
  2: 'RRE',
  4: 'CoRRE',
  5: 'Hextile',
  6: 'Zlib',
  7: 'Tight',
  8: 'ZlibHex',
  16: 'ZRLE',
  [-239]: 'Rich Cursor (pseudo)',
  [-223]: 'DesktopSize (pseudo)',
}

/** Steps of the opening, in order; then messages. */
const STEP = {
  serverVersion: 1,
  clientVersion: 2,
  securities: 3,
  choice: 4,
  challenge: 5,
  response: 6,
  result: 7,
  share: 8,
  parameters: 9,
  client: 10,
  server: 11,
} as const

interface Talk {
  step: number
  minor: number
  security: number
  /** Way of the server's packets: 0 or 1. */
  server: number
}
const talks = memory(() => new FlowState<Talk>(() => ({ step: 1, minor: 8, security: 0, server: 1 })))
const steps = memory(() => new PacketNumbers())

const isVersion = (p: Packet): boolean => p.left >= 12 && p.peek(4) === 0x52464220 && p.peek(1, 11) === 10
const f = {
  serverVersion: string('vnc.server_proto_ver', 'Server protocol version'),
  clientVersion: string('vnc.client_proto_ver', 'Client protocol version'),
  securityCount: u8('vnc.num_security_types', 'Number of security types'),
  security: u8('vnc.security_type', 'Security type', {
    names: securities,
    help: 'How the client may prove who it is.',
  }),
  serverSecurity: u32('vnc.server_security_type', 'Security type', { names: securities }),
  choice: u8('vnc.client_security_type', 'Security type selected', { names: securities }),
  challenge: bytes('vnc.auth_challenge', 'Authentication challenge'),
  response: bytes('vnc.auth_response', 'Authentication response'),
  result: bool8('vnc.auth_result', 'Authentication result', { trueFalse: ['Failed', 'OK'] }),
  share: bool8('vnc.share_desktop_flag', 'Share desktop flag', { help: 'Others may go on watching.' }),
  width: u16('vnc.width', 'Framebuffer width', { help: 'Pixels of the screen from left to right.' }),
  height: u16('vnc.height', 'Framebuffer height'),
  bits: u8('vnc.server_bits_per_pixel', 'Bits per pixel'),
  depth: u8('vnc.server_depth', 'Depth'),
  bigEndian: bool8('vnc.server_big_endian_flag', 'Big endian flag'),
  trueColor: bool8('vnc.server_true_color_flag', 'True color flag'),
  redMax: u16('vnc.server_red_max', 'Red maximum'),
  greenMax: u16('vnc.server_green_max', 'Green maximum'),
  blueMax: u16('vnc.server_blue_max', 'Blue maximum'),
  redShift: u8('vnc.server_red_shift', 'Red shift'),
  greenShift: u8('vnc.server_green_shift', 'Green shift'),
  blueShift: u8('vnc.server_blue_shift', 'Blue shift'),
  padding: none('vnc.padding', 'Padding'),
  nameLength: u32('vnc.desktop_name_len', 'Desktop name length'),
  name: string('vnc.desktop_name', 'Desktop name', { help: 'Title of the window at the client.' }),
  clientType: u8('vnc.client_message_type', 'Client Message Type', {
    names: clientTypes,
    help: 'Keys, pointer, or a wish for an update.',
  }),
  serverType: u8('vnc.server_message_type', 'Server Message Type', { names: serverTypes }),
  keyDown: bool8('vnc.key_down', 'Key down', { trueFalse: ['Yes', 'No'] }),
  key: u32('vnc.key', 'Key', { display: 'hex' }),
  x: u16('vnc.pointer_x_pos', 'X position'),
  y: u16('vnc.pointer_y_pos', 'Y position'),
  encoding: i32('vnc.client_set_encodings_encoding_type', 'Encoding type', { names: encodings }),
}

export const vnc = protocol({
  name: 'vnc',
  title: 'Virtual Network Computing',
  column: 'VNC',
  spec: 'RFC 6143',
  over: { 'tcp.port': [5900, 5901, 5500, 5501] },
  heuristic: ['tcp'],
  looks: (p) => isVersion(p) || (p.flow >= 0 && p.recall(talks).of(p.flow >> 1).step > 1),
  messages: { cut: (p) => p.left },
  fields: f,
  decode(p) {
    if (p.first) return pass(p)
    const step = p.recall(steps).get(p.frame.number, p.nth())
    draw(p, step)
    p.at = p.end
  },
})

/** First pass: which step this packet is. */
function pass(p: Packet): void {
  const talk = p.recall(talks).of(p.flow >> 1)
  let { step } = talk
  const first = p.peek(1)
  if (isVersion(p) && step <= 2) {
    talk.step = step + 1
    if (step === STEP.serverVersion) talk.server = p.flow & 1
    else talk.minor = p.peek(1, 10) - 48
  } else if (step === STEP.securities) {
    if (talk.minor >= 7) talk.step = STEP.choice
    else {
      talk.security = p.left >= 4 ? p.peek(4) : first
      talk.step = talk.security === 2 ? STEP.challenge : STEP.share
    }
  } else if (step === STEP.choice) {
    talk.security = first
    talk.step = first === 2 ? STEP.challenge : first === 1 && talk.minor === 7 ? STEP.share : STEP.result
  } else if (step >= STEP.challenge && step < STEP.client) talk.step = step + 1
  if (talk.step > STEP.parameters && step > STEP.parameters)
    step = (p.flow & 1) === talk.server ? STEP.server : STEP.client
  p.recall(steps).set(p.frame.number, step, p.nth())
  p.at = p.end
}

function draw(p: Packet, step: number): void {
  const say = (text: string): void => {
    if (p.columns) p.say(text)
  }
  switch (step) {
    case STEP.serverVersion:
    case STEP.clientVersion: {
      const isServer = step === STEP.serverVersion
      say(`${isServer ? 'Server' : 'Client'} protocol version: ${utf8Text(p.bytes, p.at + 4, Math.min(7, p.left - 4))}`)
      p.add(isServer ? f.serverVersion : f.clientVersion, p.at + 4, 7)
      return
    }
    case STEP.securities: {
      say('Security types supported')
      if (p.left === 4) return void p.take(f.serverSecurity)
      const count = p.take(f.securityCount)
      for (let i = 0; i < count && p.left; i++) p.take(f.security)
      return
    }
    case STEP.choice: {
      const chosen = p.peek(1)
      say(`Security type ${securities[chosen] ?? 'Unknown'} (${chosen}) selected by client`)
      return void p.take(f.choice)
    }
    case STEP.challenge:
      say('Authentication challenge from server')
      return void p.take(f.challenge, p.left)
    case STEP.response:
      say('Authentication response from client')
      return void p.take(f.response, p.left)
    case STEP.result:
      say('Authentication result')
      p.add(f.result, p.at, 4, p.peek(4))
      return
    case STEP.share:
      say('Share desktop flag')
      return void p.take(f.share)
    case STEP.parameters:
      say('Server framebuffer parameters')
      return parameters(p)
    case STEP.client:
      return clientMessage(p)
    case STEP.server:
      return serverMessage(p)
  }
}

function parameters(p: Packet): void {
  for (const one of [f.width, f.height, f.bits, f.depth, f.bigEndian, f.trueColor, f.redMax, f.greenMax, f.blueMax])
    p.take(one)
  for (const one of [f.redShift, f.greenShift, f.blueShift]) p.take(one)
  p.label(p.add(f.padding, p.at, 3), 'Padding')
  p.skip(3)
  const length = p.take(f.nameLength)
  p.take(f.name, Math.min(length, p.left))
}

const CLIENT_INFO: Readonly<Record<number, string>> = {
  0: 'Client set pixel format',
  2: 'Client set encodings',
  3: 'Client framebuffer update request',
  4: 'Client key event',
  5: 'Client pointer event',
  6: 'Client cut text',
}

function clientMessage(p: Packet): void {
  const type = p.peek(1)
  const info = CLIENT_INFO[type]
  if (p.columns) p.say(info ?? `Unknown client message type (${type})`)
  const was = p.open(p.add(f.clientType, p.at, 1, type))
  p.skip(1)
  if (type === 4) {
    p.take(f.keyDown)
    p.skip(2)
    p.take(f.key)
  } else if (type === 5) {
    p.skip(1)
    p.take(f.x)
    p.take(f.y)
  } else if (type === 2) {
    p.skip(1)
    const count = p.peek(2)
    p.skip(2)
    for (let i = 0; i < count && p.left >= 4; i++) p.take(f.encoding)
  }
  p.close(was)
}

const SERVER_INFO = [
  'Server framebuffer update',
  'Server set colormap entries',
  'Server ring bell on client',
  'Server cut text',
]

function serverMessage(p: Packet): void {
  const type = p.peek(1)
  if (p.columns) p.say(SERVER_INFO[type] ?? `Unknown server message type (${type})`)
  p.add(f.serverType, p.at, 1, type)
}
