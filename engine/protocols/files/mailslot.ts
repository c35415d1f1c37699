/** MS-MAIL: messages without an answer, in transactions of SMB that name a mailslot. */
import { asciiText } from '../../bytes/text'
import { string, u16 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

const little = { little: true } as const

/** Mailslots whose messages are read, by the end of their name (table 'mailslot.name'). */
const BROWSE = 1
const readers: readonly (readonly [name: string, key: number])[] = [
  ['BROWSE', BROWSE],
  ['LANMAN', BROWSE],
]

/** The cursor stands at the words of the transaction; the message lies where they say. Told by SMB: name and place. */
export interface Mail {
  name: string
  /** Where name, size of the bytes, and the message stand. */
  nameAt: number
  sizeAt: number
  at: number
  length: number
}

export const mailslot = protocol({
  name: 'mailslot',
  title: 'SMB MailSlot Protocol',
  column: 'SMB Mailslot',
  spec: 'MS-MAIL',
  unlisted: true,
  fields: {
    opcode: u16('mailslot.opcode', 'Opcode', { ...little, names: { 1: 'Write Mail Slot' } }),
    priority: u16('mailslot.priority', 'Priority', { ...little, help: 'From 0 (least) to 9.' }),
    class: u16('mailslot.class', 'Class', {
      ...little,
      names: { 1: 'Reliable', 2: 'Unreliable & Broadcast' },
      help: 'Over datagrams only the second class is left.',
    }),
    size: u16('mailslot.size', 'Size', { ...little, help: 'Bytes of the name and the message.' }),
    name: string('mailslot.name', 'Mailslot Name', { help: 'Which mailslot the message is for.' }),
  },
  decode(p, _, f) {
    const mail = p.kept as Mail | undefined
    if (p.columns) p.say('Write Mail Slot')
    p.take(f.opcode)
    p.take(f.priority)
    p.take(f.class)
    if (!mail) return
    const { name, nameAt, sizeAt, at, length } = mail
    p.at = sizeAt
    p.take(f.size)
    p.add(f.name, nameAt, name.length + 1, asciiText(p.bytes, nameAt, name.length))
    p.at = at
    const [, key] = readers.find(([end]) => name.toUpperCase() === `\\MAILSLOT\\${end}`) ?? []
    p.limit(length)
    if (key && p.find('mailslot.name', key)) p.next('mailslot.name', key)
    else p.rest()
  },
})
