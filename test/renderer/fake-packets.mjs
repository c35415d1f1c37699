// Made-up packets for the fake shell: the row, tree and bytes of any number, always the same.
const hosts = [
  '192.168.56.242',
  '192.168.56.243',
  '10.0.0.17',
  '172.16.8.201',
  '2001:db8::a00:27ff:fe17:daff',
  'PcsCompu_17:da:ff',
]
const kinds = [
  [
    'TCP',
    'tcp',
    (i) => `34008 → 9230 [PSH, ACK] Seq=${i % 90000} Ack=1 Win=29056 Len=13 TSval=2354559098 TSecr=108469679`,
  ],
  ['TCP', 'tcp', (i) => `9230 → 34008 [ACK] Seq=1 Ack=${i % 90000} Win=29312 Len=0 TSval=108469679 TSecr=2354559098`],
  ['DNS', 'udp', (i) => `Standard query 0x${(i & 0xffff).toString(16).padStart(4, '0')} A www.example.org`],
  [
    'TCP',
    'tcp-syn-fin',
    () => '34008 → 9230 [SYN] Seq=0 Win=29200 Len=0 MSS=1460 SACK_PERM TSval=108469678 TSecr=0 WS=128',
  ],
  ['TCP', 'tcp', () => '443 → 51544 [ACK] Seq=1 Ack=1 Win=501 Len=1448 [TCP segment of a reassembled PDU]'],
  ['ARP', 'arp', () => 'Who has 192.168.35.203? Tell 192.168.35.1'],
  ['HTTP', 'http', () => 'GET /index.html HTTP/1.1 '],
  ['TCP', 'bad-tcp', () => '[TCP Retransmission] 443 → 51544 [PSH, ACK] Seq=1 Ack=1 Win=501 Len=1448'],
  ['ICMP', 'icmp', (i) => `Echo (ping) request  id=0x0001, seq=${i % 65536}/${(i * 256) % 65536}, ttl=64`],
  ['ICMP', 'icmp-error', () => 'Destination unreachable (Port unreachable)'],
  ['TCP', 'tcp-rst', () => '443 → 51544 [RST] Seq=1 Win=0 Len=0'],
  ['IGMPv2', 'routing', () => 'Membership Report group 239.255.255.250'],
  ['UDP', 'checksum', () => '5353 → 5353 Len=40 [BAD UDP CHECKSUM]'],
  ['UDP', 'low-ttl', () => '33434 → 33435 Len=32'],
  ['0x88cc', 'broadcast', () => 'Ethernet II'],
]
/** Rare kinds stand where a number is divisible; the others are TCP and DNS. */
const kindOf = (i) => {
  if (i % 3 === 0) return kinds[1]
  if (i % 11 === 5) return kinds[5]
  if (i % 17 === 3) return kinds[6 + (((i / 17) | 0) % 9)]
  return kinds[[0, 1, 2, 3, 4][(i * 7) % 5]]
}

function timeOf(i, format) {
  const seconds = i * 0.00042 + (i % 7) / 1e6
  if (format === 'delta') return '0.000420000'
  if (format === 'epoch') return (1_700_000_000 + seconds).toFixed(9)
  const clock = new Date((1_700_000_000 + seconds) * 1000).toISOString().slice(11, 23) + '000000'
  if (format === 'absolute') return clock
  if (format === 'absolute-date') return `2023-11-14 ${clock}`
  return seconds.toFixed(9)
}

export function rowAt(i, time) {
  const [protocol, colour, info] = kindOf(i)
  const length = 54 + ((i * 37) % 1460)
  return {
    number: i + 1,
    cells: [String(i + 1), timeOf(i, time), hosts[i % 6], hosts[(i + 1) % 6], protocol, String(length), info(i)],
    colour,
  }
}

let ids = 0
const node = (text, field, start, length, children = [], more = {}) => ({
  id: ids++,
  text,
  field,
  start,
  length,
  source: 0,
  generated: false,
  children,
  ...more,
})
const made = { generated: true }

/** A TCP segment with 13 bytes: every kind of line that a tree has. */
export function packetAt(number) {
  ids = 0
  const bytes = new Uint8Array(79 + (number % 40) * 12)
  for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 31 + number * 7) & 0xff
  bytes.set(new TextEncoder().encode('Hello World!\0'), 66)
  const bits = (text, field) => node(text, field, 46, 2)
  const tree = [
    node(
      `Frame ${number}: ${bytes.length} bytes on wire (${bytes.length * 8} bits), ${bytes.length} bytes captured (${bytes.length * 8} bits) on interface enp0s3, id 0`,
      'frame',
      0,
      bytes.length,
      [
        node('Encapsulation type: Ethernet (1)', 'frame.encap_type', 0, 0),
        node('[Time shift for this packet: 0.000000000 seconds]', 'frame.offset_shift', 0, 0, [], made),
        node(`Frame Number: ${number}`, 'frame.number', 0, 0),
      ],
    ),
    node(
      'Ethernet II, Src: PcsCompu_17:da:ff (08:00:27:17:da:ff), Dst: PcsCompu_5e:01:4c (08:00:27:5e:01:4c)',
      'eth',
      0,
      14,
      [
        node('Destination: PcsCompu_5e:01:4c (08:00:27:5e:01:4c)', 'eth.dst', 0, 6),
        node('Source: PcsCompu_17:da:ff (08:00:27:17:da:ff)', 'eth.src', 6, 6),
        node('Type: IPv4 (0x0800)', 'eth.type', 12, 2),
      ],
    ),
    node('Internet Protocol Version 4, Src: 192.168.56.242, Dst: 192.168.56.243', 'ip', 14, 20, [
      node('0100 .... = Version: 4', 'ip.version', 14, 1),
      node('.... 0101 = Header Length: 20 bytes (5)', 'ip.hdr_len', 14, 1),
      node('Time to Live: 64', 'ip.ttl', 22, 1),
      node('Header Checksum: 0x4a21 [validation disabled]', 'ip.checksum', 24, 2),
      node('[Header checksum status: Unverified]', 'ip.checksum.status', 24, 2, [], made),
      node('Source Address: 192.168.56.242', 'ip.src', 26, 4),
      node('Destination Address: 192.168.56.243', 'ip.dst', 30, 4),
    ]),
    node('Transmission Control Protocol, Src Port: 9230, Dst Port: 34008, Seq: 1, Ack: 1, Len: 13', 'tcp', 34, 32, [
      node('Source Port: 9230', 'tcp.srcport', 34, 2),
      node('Destination Port: 34008', 'tcp.dstport', 36, 2),
      node('[Stream index: 0]', 'tcp.stream', 34, 0, [], made),
      node('Sequence Number: 1    (relative sequence number)', 'tcp.seq', 38, 4),
      node('Flags: 0x018 (PSH, ACK)', 'tcp.flags', 46, 2, [
        bits('000. .... .... = Reserved: Not set', 'tcp.flags.res'),
        bits('.... ...1 .... = Acknowledgment: Set', 'tcp.flags.ack'),
        bits('.... .... 1... = Push: Set', 'tcp.flags.push'),
        bits('.... .... ..0. = Syn: Not set', 'tcp.flags.syn'),
      ]),
      node('Window: 227', 'tcp.window_size_value', 48, 2),
      node('Options: (12 bytes), No-Operation (NOP), No-Operation (NOP), Timestamps', 'tcp.options', 54, 12),
      node(
        '[SEQ/ACK analysis]',
        'tcp.analysis',
        34,
        0,
        [
          node(
            `[This is an ACK to the segment in frame: ${Math.max(1, number - 3)}]`,
            'tcp.analysis.acks_frame',
            34,
            0,
            [],
            { ...made, frame: Math.max(1, number - 3) },
          ),
          node('[Expert Info (Warning/Sequence): Previous segment(s) not captured]', '_ws.expert', 34, 0, [], {
            ...made,
            severity: 'warn',
          }),
        ],
        made,
      ),
    ]),
    node('Data (13 bytes)', 'data', 66, 13, [
      node('Data: 48656c6c6f20576f726c642100', 'data.data', 66, 13),
      node('[Length: 13]', 'data.len', 66, 0, [], made),
    ]),
  ]
  const sources = [{ name: `Frame (${bytes.length} bytes)`, bytes }]
  if (number % 5 === 0) sources.push({ name: 'Reassembled TCP (4,096 bytes)', bytes: new Uint8Array(4096).fill(0x41) })
  return { number, tree, more: false, sources }
}
