/** RFC 1282, rlogin: a name and a terminal first, then keys and what is printed. */
import { none, string, u16, u8 } from '../../dissect/field'
import { FlowState, memory } from '../../dissect/memory'
import { protocol } from '../../dissect/protocol'
import { utf8Text } from '../../bytes/text'
import { latin } from '../kit/lines'

/** Who logs in, as far as it was seen. */
const users = memory(() => new FlowState(() => ({ name: '', isOpen: false })))
const WINDOW = 0xffff

export const rlogin = protocol({
  name: 'rlogin',
  title: 'Rlogin Protocol',
  column: 'Rlogin',
  spec: 'RFC 1282',
  over: { 'tcp.port': [513] },
  fields: {
    startup: u8('rlogin.client_startup_flag', 'Client startup flag', { display: 'hex' }),
    received: u8('rlogin.startup_info_received_flag', 'Startup info received flag', { display: 'hex' }),
    info: string('rlogin.user_info', 'User Info', { help: 'Names at both ends, the terminal and its speed.' }),
    cookie: u16('rlogin.magic_cookie', 'Magic Cookie', { display: 'hex' }),
    window: none('rlogin.window_size', 'Window Info'),
    mark: string('rlogin.window_size.ss', 'Window size marker'),
    rows: u16('rlogin.window_size.rows', 'Rows'),
    columns: u16('rlogin.window_size.cols', 'Columns'),
    x: u16('rlogin.window_size.x_pixels', 'X Pixels'),
    y: u16('rlogin.window_size.y_pixels', 'Y Pixels'),
    data: string('rlogin.data', 'Data', { help: 'Keys of the user, or what is printed for them.' }),
  },
  decode(p, _, f) {
    const isClient = p.destinationPort === 513
    const talk = p.recall(users).of(p.flow >> 1)
    const first = p.peek(1)
    const { end } = p
    if (p.first) {
      const zero = p.bytes.indexOf(0, p.at)
      if (isClient && first !== 0 && talk.isOpen && !talk.name && zero > p.at && zero < end)
        talk.name = latin(p.bytes, p.at, Math.min(zero, p.at + 32))
      if (isClient && first === 0) talk.isOpen = true
      return
    }
    const say = (text: string): void => {
      if (p.columns) p.say(`${talk.name ? `User name: ${talk.name}, ` : ''}${text}`)
    }
    if (first === 0 && p.left === 1) {
      say(isClient ? 'Start Handshake' : 'Startup info received')
      return void p.take(isClient ? f.startup : f.received)
    }
    if (p.left >= 12 && p.peek(2) === WINDOW) {
      p.take(f.cookie)
      const row = p.add(f.window, p.at, 10)
      const was = p.open(row)
      p.take(f.mark, 2)
      const rows = p.take(f.rows)
      const columns = p.take(f.columns)
      p.take(f.x)
      p.take(f.y)
      p.close(was)
      say(`Terminal Info (rows=${rows}, cols=${columns})`)
      if (!p.left) return
    } else say(`Data: ${utf8Text(p.bytes, p.at, Math.min(p.left, 128))}`)
    p.take(f.data, p.left)
  },
})
