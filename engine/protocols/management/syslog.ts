/** RFC 3164 and 5424, syslog: what programs and devices report, one message a packet. */
import { utf8Text } from '../../bytes/text'
import { bits, string } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const facilities: Readonly<Record<number, string>> = {
  0: 'KERN - kernel messages',
  1: 'USER - random user-level messages',
  2: 'MAIL - mail system',
  3: 'DAEMON - system daemons',
  4: 'AUTH - security/authorization messages',
  5: 'SYSLOG - messages generated internally by syslogd',
  6: 'LPR - line printer subsystem',
  7: 'NEWS - network news subsystem',
  8: 'UUCP - UUCP subsystem',
  9: 'CRON - clock daemon (BSD, Linux)',
  10: 'AUTHPRIV - security/authorization messages (private)',
  11: 'FTP - ftp daemon',
  12: 'NTP - ntp subsystem',
  13: 'LOGAUDIT - log audit',
  14: 'LOGALERT - log alert',
  15: 'CRON - clock daemon (Solaris)',
  16: 'LOCAL0 - reserved for local use',
  17: 'LOCAL1 - reserved for local use',
  18: 'LOCAL2 - reserved for local use',
  19: 'LOCAL3 - reserved for local use',
  20: 'LOCAL4 - reserved for local use',
  21: 'LOCAL5 - reserved for local use',
  22: 'LOCAL6 - reserved for local use',
  23: 'LOCAL7 - reserved for local use',
}
const levels: Readonly<Record<number, string>> = {
  0: 'EMERG - system is unusable',
  1: 'ALERT - action must be taken immediately',
  2: 'CRIT - critical conditions',
  3: 'ERR - error conditions',
  4: 'WARNING - warning conditions',
  5: 'NOTICE - normal but significant condition',
  6: 'INFO - informational',
  7: 'DEBUG - debug-level messages',
}

const LESS_THAN = 0x3c
const GREATER_THAN = 0x3e
/** A priority in angle brackets has at most three digits. */
const MOST_DIGITS = 3
/** RFC 3164: `Oct 21 06:55:08 host program[12]: text`. */
const OLD = /^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) (\S+) ([^\s:[\]]+)/
/** RFC 5424: `1 2003-10-11T22:14:15.003Z host program process message`. */
const NEW = /^(\d{1,2}) (\S+) (\S+) (\S+) (\S+) (\S+)/

const facility = bits('syslog.facility', 'Facility', 0x3f8, {
  names: facilities,
  patternBits: 8,
  help: 'What kind of program reports.',
})
const level = bits('syslog.level', 'Level', 0x7, {
  names: levels,
  help: 'How bad it is: 0 is worst, 7 is for debugging.',
})

export const syslog = protocol({
  name: 'syslog',
  title: 'Syslog message',
  column: 'Syslog',
  shortName: 'Syslog',
  spec: 'RFC 5424',
  over: { 'udp.port': [514] },
  fields: {
    facility,
    level,
    message: string('syslog.msg', 'Message', { help: 'What is reported.' }),
    version: string('syslog.version', 'Syslog version'),
    stamp: string('syslog.timestamp', 'Syslog timestamp'),
    oldStamp: string('syslog.timestamp_rfc3164', 'Syslog timestamp (RFC3164)'),
    host: string('syslog.hostname', 'Syslog hostname', { help: 'Who reports.' }),
    program: string('syslog.appname', 'Syslog app name'),
    process: string('syslog.procid', 'Syslog process id'),
    id: string('syslog.msgid', 'Syslog message id'),
  },
  decode(p, _h, f) {
    if (p.indexing) return // Nothing here can be missing, and nothing is kept.
    const { value, after } = priority(p)
    p.at = after
    const text = utf8Text(p.bytes, p.at, p.left)
    const short = value < 0 ? text : `${word(facilities, value >> 3)}.${word(levels, value & 7)}: ${text}`
    if (p.columns) p.say(short)
    if (value >= 0) {
      const length = after - p.base
      p.label(
        p.add(f.facility, p.base, length, value >> 3),
        pattern(value, 0x3f8) + `Facility: ${facilities[value >> 3] ?? 'Unknown'} (${value >> 3})`,
      )
      p.label(
        p.add(f.level, p.base, length, value & 7),
        pattern(value, 7) + `Level: ${levels[value & 7]} (${value & 7})`,
      )
    }
    const was = p.open(p.add(f.message, p.at, p.left))
    parts(p, text)
    p.close(was)
  },
  heading: (p) => {
    const { value, after } = priority(p)
    const text = utf8Text(p.bytes, after, p.end - after)
    return `Syslog message: ${value < 0 ? '(unknown): ' : `${word(facilities, value >> 3)}.${word(levels, value & 7)}: `}${text}`
  },
})

/** The word in front of the explanation. */
const word = (table: Readonly<Record<number, string>>, v: number): string => (table[v] ?? 'UNKNOWN').split(' ')[0]!

function pattern(value: number, mask: number): string {
  let text = ''
  for (let i = 7; i >= 0; i--) text += ((mask >> i) & 1 ? String((value >> i) & 1) : '.') + (i === 4 ? ' ' : '')
  return text + ' = '
}

/** The priority in front of a message, −1 where there is none, and where the text begins. */
function priority(p: Packet): { value: number; after: number } {
  const { bytes, base, end } = p
  if (base >= end || bytes[base] !== LESS_THAN) return { value: -1, after: base }
  let value = 0
  let at = base + 1
  for (; at < end && at <= base + MOST_DIGITS && bytes[at]! >= 0x30 && bytes[at]! <= 0x39; at++)
    value = value * 10 + bytes[at]! - 0x30
  if (bytes[at] === GREATER_THAN && at < end) at++
  return { value, after: at }
}

/** What stands in a message by the form of either RFC. The text is ASCII so far, so places in it are places in the packet. */
function parts(p: Packet, text: string): void {
  const { f } = syslog
  const old = OLD.exec(text)
  const place = (field: typeof f.host, at: number, length: number): number => p.add(field, p.at + at, length)
  if (old) {
    const [, stamp, host, process] = old
    place(f.oldStamp, 0, stamp!.length)
    place(f.host, stamp!.length + 1, host!.length)
    place(f.process, stamp!.length + host!.length + 2, process!.length)
    const rest = old[0].length
    p.add(f.id, p.at + rest, p.left - rest)
    return
  }
  const fresh = NEW.exec(text)
  if (!fresh) return
  let at = 0
  const fields = [f.version, f.stamp, f.host, f.program, f.process, f.id]
  for (let i = 0; i < fields.length; i++) {
    place(fields[i]!, at, fresh[i + 1]!.length)
    at += fresh[i + 1]!.length + 1
  }
}
