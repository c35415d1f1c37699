/** Every option of `wirelens`: its letters, its words in the help, and what it sets. The letters are tshark's. */
import { readDecodeAs, readPreference } from './preferences'
import {
  readCondition,
  readCount,
  readFieldForm,
  readFileFormat,
  readFormat,
  readNames,
  readNumber,
  readTime,
} from './option-values'
import { say } from './output'
import { safe } from './terminal-text'
import { usage } from './usage-error'
import { listed } from './print/included'
import { readObjectExport } from './export-objects'
import { readStatistic } from './statistics/statistic'
import type { Options } from './options'

export interface Option {
  letter?: string
  name?: string
  /** What stands behind the option; none where it takes nothing. */
  argument?: string
  help: string
  group: 'Capture' | 'Capture stops' | 'Files' | 'Reading' | 'Output' | 'Miscellaneous'
  set(o: Options, value: string): void
}

export const optionTable: readonly Option[] = [
  {
    letter: 'i',
    name: 'interface',
    argument: 'interface',
    group: 'Capture',
    help: 'name of an interface, or its number in -D (else the first that is up and no loopback)',
    set: (o, v) => o.interfaces.push(v),
  },
  {
    letter: 'f',
    argument: 'capture filter',
    group: 'Capture',
    help: 'packets to capture, in the language of libpcap',
    set: (o, v) => (o.captureFilter = v),
  },
  {
    letter: 's',
    name: 'snapshot-length',
    argument: 'bytes',
    group: 'Capture',
    help: 'bytes kept of each packet (0: all)',
    set: (o, v) => (o.snapLength = readNumber(v, 'snapshot length', 0, 262144)),
  },
  {
    letter: 'p',
    name: 'no-promiscuous-mode',
    group: 'Capture',
    help: 'only packets that are for this machine',
    set: (o) => (o.promiscuous = false),
  },
  {
    letter: 'I',
    name: 'monitor-mode',
    group: 'Capture',
    help: 'monitor mode of a wireless adapter',
    set: (o) => (o.monitor = true),
  },
  {
    letter: 'B',
    name: 'buffer-size',
    argument: 'MiB',
    group: 'Capture',
    help: 'size of the kernel’s buffer',
    set: (o, v) => (o.buffer = readNumber(v, 'buffer size', 1, 2047)),
  },
  {
    letter: 'D',
    name: 'list-interfaces',
    group: 'Capture',
    help: 'lists the interfaces and ends',
    set: (o) => (o.instead ??= 'interfaces'),
  },
  {
    letter: 'c',
    argument: 'packets',
    group: 'Capture stops',
    help: 'stops after so many packets, also when a file is read',
    set: (o, v) => (o.count = readCount(v)),
  },
  {
    letter: 'a',
    name: 'autostop',
    argument: 'condition',
    group: 'Capture stops',
    help: 'duration:SECONDS, packets:N or filesize:KB; may be given several times',
    set: (o, v) => readCondition(o.stop, v),
  },
  {
    letter: 'r',
    name: 'read-file',
    argument: 'file',
    group: 'Files',
    help: 'reads a capture; - is standard input',
    set: (o, v) => (o.read = v),
  },
  {
    letter: 'w',
    argument: 'file',
    group: 'Files',
    help: 'writes the packets to a file; - is standard output',
    set: (o, v) => (o.write = v),
  },
  {
    letter: 'F',
    argument: 'type',
    group: 'Files',
    help: 'type of that file: pcapng, pcap, nsecpcap (else pcapng)',
    set: (o, v) => (o.fileFormat = readFileFormat(v)),
  },
  { letter: '2', group: 'Reading', help: 'two passes; files are always read so', set: () => {} },
  {
    letter: 'Y',
    name: 'display-filter',
    argument: 'filter',
    group: 'Reading',
    help: 'only packets that a display filter takes',
    set: (o, v) => (o.displayFilter = o.displayFilter ? `(${o.displayFilter}) && (${v})` : v),
  },
  {
    name: 'selected-frame',
    argument: 'number',
    group: 'Reading',
    help: 'packet whose values ${field} means in a filter',
    set: (o, v) => (o.selectedFrame = readNumber(v, 'frame number', 1, 0xffffffff)),
  },
  {
    letter: 'R',
    name: 'read-filter',
    argument: 'filter',
    group: 'Reading',
    help: 'the same for the first pass; with -Y both must take a packet',
    set: (o, v) => (o.displayFilter = o.displayFilter ? `(${o.displayFilter}) && (${v})` : v),
  },
  { letter: 'n', group: 'Reading', help: 'no names for addresses', set: (o) => (o.names = false) },
  {
    letter: 'N',
    argument: 'kinds',
    group: 'Reading',
    help: 'names for m (Ethernet addresses); d, n, N, t, v, g are accepted and change nothing',
    set: (o, v) => (o.names = readNames(v)),
  },
  {
    letter: 'T',
    argument: 'form',
    group: 'Output',
    help: 'text, tabs, fields, json, jsonraw, ek (Elasticsearch, OpenSearch), pdml or psml',
    set: (o, v) => readFormat(o, v),
  },
  {
    letter: 'e',
    argument: 'field',
    group: 'Output',
    help: 'a field to print with -T fields, json, ek or pdml, such as tcp.port or _ws.col.Info; may be given several times',
    set: (o, v) => o.fields.push(v),
  },
  {
    letter: 'E',
    argument: 'option=value',
    group: 'Output',
    help: 'for -T fields: header=y|n, bom=y|n, separator=/t|/s|C, occurrence=f|l|a, aggregator=,|/s|C, quote=d|s|n',
    set: (o, v) => readFieldForm(o.form, v),
  },
  {
    letter: 'V',
    group: 'Output',
    help: 'the details of each packet',
    set: (o) => (o.details = o.print = true),
  },
  {
    letter: 'O',
    argument: 'protocols',
    group: 'Output',
    help: 'the details of these protocols, separated by commas; of others one line',
    set: (o, v) => {
      o.only = new Set(v.split(/[, ]+/).filter(Boolean))
      o.details = o.print = true
    },
  },
  {
    letter: 'j',
    argument: 'names',
    group: 'Output',
    help: 'for -T json, jsonraw, ek, pdml: only these protocols and fields, separated by spaces, show what is under them',
    set: (o, v) => (o.included = listed(v, false)),
  },
  {
    letter: 'J',
    argument: 'names',
    group: 'Output',
    help: 'the same, with everything under them',
    set: (o, v) => (o.included = listed(v, true)),
  },
  {
    name: 'no-duplicate-keys',
    group: 'Output',
    help: 'for -T json and jsonraw: each key stands once, with an array where there are several values',
    set: (o) => (o.once = true),
  },
  {
    letter: 'P',
    name: 'print',
    group: 'Output',
    help: 'the line of each packet, also where details are printed or a file is written',
    set: (o) => (o.summary = o.print = true),
  },
  {
    letter: 'S',
    argument: 'text',
    group: 'Output',
    help: 'the line between packets',
    set: (o, v) => (o.separator = v),
  },
  { letter: 'x', group: 'Output', help: 'the bytes of each packet', set: (o) => (o.bytes = o.print = true) },
  {
    letter: 't',
    argument: 'style',
    group: 'Output',
    help: 'times as r, a, ad, adoy, d, dd, e, u, ud or udoy (else r)',
    set: (o, v) => (o.time = readTime(v)),
  },
  {
    letter: 'u',
    argument: 'style',
    group: 'Output',
    help: 'lengths of time as s or hms (else s)',
    set: (o, v) => {
      if (v !== 's' && v !== 'hms') usage(`There is no form of seconds "${v}".`, 'Known: s, hms.')
      o.hours = v === 'hms'
    },
  },
  { letter: 'l', group: 'Output', help: 'hands on each packet at once', set: (o) => (o.byLine = true) },
  { letter: 'q', group: 'Output', help: 'prints no packets unless told how', set: (o) => (o.quiet = true) },
  { letter: 'Q', group: 'Output', help: 'no messages but errors', set: (o) => (o.quiet = o.silent = true) },
  {
    letter: 'z',
    argument: 'statistics',
    group: 'Output',
    help: 'io,phs io,stat,SECONDS[,…] plen,tree http,tree dns,tree icmp,srt conv,TYPE endpoints,TYPE follow,tcp|udp,ascii|hex|raw,N expert flow,tcp|arp|any of a file; with -q without its packets',
    set: (o, v) => o.statistics.push(readStatistic(v)),
  },
  {
    name: 'export-objects',
    argument: 'protocol,folder',
    group: 'Output',
    help: 'writes what the capture carried as files: http, tftp, imf; names are made safe, nothing is overwritten',
    set: (o, v) => o.objects.push(readObjectExport(v)),
  },
  { letter: 'o', argument: 'name:value', group: 'Miscellaneous', help: 'sets a preference', set: readPreference },
  {
    letter: 'd',
    argument: 'table==key,protocol',
    group: 'Reading',
    help: 'decodes as: -d tcp.port==8888,http',
    set: readDecodeAs,
  },
  {
    letter: 'G',
    argument: 'report',
    group: 'Miscellaneous',
    help: 'as the first option: lists what Wirelens knows: fields (or nothing), protocols, values, decodes, heuristic-decodes, currentprefs',
    set: () => usage('-G must be the first option.'),
  },
  {
    letter: 'K',
    argument: 'keytab',
    group: 'Miscellaneous',
    help: 'accepted without effect: Kerberos is not decrypted',
    set: () => say('wirelens: -K has no effect: Kerberos is not decrypted.'),
  },
  {
    letter: 'H',
    argument: 'hosts file',
    group: 'Reading',
    help: 'accepted without effect: names of hosts are not shown',
    set: () => say('wirelens: -H has no effect: names of hosts are not shown.'),
  },
  {
    letter: 'C',
    argument: 'profile',
    group: 'Miscellaneous',
    help: 'accepted without effect: there are no profiles on the command line',
    set: (_, v) => say(`wirelens: -C ${safe(v)} has no effect: there are no profiles on the command line.`),
  },
  { letter: 'v', name: 'version', group: 'Miscellaneous', help: 'the version', set: (o) => (o.instead ??= 'version') },
  { letter: 'h', name: 'help', group: 'Miscellaneous', help: 'this text', set: (o) => (o.instead ??= 'help') },
]
