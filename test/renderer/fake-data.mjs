// Made-up columns, adapters, files and folders for the fake shell.
export const columns = [
  ['number', 'No.', 70, true],
  ['time', 'Time', 110, true],
  ['source', 'Source', 150, false],
  ['destination', 'Destination', 150, false],
  ['protocol', 'Protocol', 80, false],
  ['length', 'Length', 70, true],
  ['info', 'Info', 600, false],
].map(([id, name, width, right]) => ({ id, name, width, right }))

const adapter = (name, title, description, addresses, state = {}) => ({
  name,
  title,
  description,
  addresses,
  up: true,
  running: true,
  loopback: false,
  wireless: false,
  ...state,
})
export const adapters = [
  adapter('enp0s3', 'Ethernet', 'Intel PRO/1000 MT Desktop', ['192.168.56.242', 'fe80::a00:27ff:fe17:daff']),
  adapter('wlp2s0', 'Wi-Fi', 'Intel AX211', ['10.20.3.117'], { wireless: true }),
  adapter('lo', 'Loopback', '', ['127.0.0.1', '::1'], { loopback: true }),
  adapter('docker0', 'docker0', 'Bridge', ['172.17.0.1'], { running: false }),
  adapter('enp0s8', 'Ethernet 2', '', [], { up: false, running: false }),
]

export const recentFiles = [
  {
    path: '/home/ada/captures/seed-tcp-handshake.pcapng',
    name: 'seed-tcp-handshake.pcapng',
    folder: '/home/ada/captures',
    bytes: 4820,
    opened: Date.now() - 3_600_000,
    missing: false,
  },
  {
    path: '/home/ada/captures/long-night.pcapng',
    name: 'long-night.pcapng',
    folder: '/home/ada/captures',
    bytes: 905_000_000,
    opened: Date.now() - 90_000_000,
    missing: false,
  },
  {
    path: '/media/usb/office.pcap',
    name: 'office.pcap',
    folder: '/media/usb',
    bytes: 0,
    opened: Date.now() - 9e8,
    missing: true,
  },
]

/** A folder with a few captures and something else. */
export function folderAt(path) {
  const entry = (name, bytes, folder = false) => ({
    name,
    bytes,
    folder,
    modified: 1_760_000_000_000 + (bytes % 1e7) * 100,
  })
  return {
    path,
    parent: path === '/' ? null : path.replace(/\/[^/]*$/, '') || '/',
    entries: [
      entry('lectures', 0, true),
      entry('secret', 0, true),
      entry('long-night.pcapng', 905_000_000),
      entry('notes.txt', 1200),
      entry('seed-arp-pairs.pcapng', 17_300),
      entry('seed-tcp-handshake.pcapng', 4820),
      ...Array.from({ length: 30 }, (_, i) => entry(`trace-${i + 1}.pcap.gz`, 50_000 * (i + 1))),
    ],
  }
}
