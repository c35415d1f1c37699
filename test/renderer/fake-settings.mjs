// Settings and preferences of the made-up shell.
export const firstSettings = () => ({
  theme: 'system',
  language: 'system',
  timeFormat: 'relative',
  timeDigits: -1,
  columns: [],
  names: true,
  followNewest: true,
  capture: { promiscuous: true },
  preferences: [],
  decodeAs: [],
  keyLog: '',
  panes: {},
  filterHistory: [],
  savedFilters: [],
  macros: [],
  colours: [],
})

const arp = { protocol: 'arp', title: 'Address Resolution Protocol', choices: [] }

/** The calls of the shell about them. */
export const settingsCalls = (shell) => ({
  'shell.settings': () => shell.settings,
  'shell.changeSettings': ({ changes }) => Object.assign(shell.settings, changes),
  'preferences.table': () => [
    {
      ...arp,
      name: 'arp.detect_request_storms',
      kind: 'flag',
      preset: 'FALSE',
      help: 'Looks for storms of ARP requests.',
    },
    {
      ...arp,
      name: 'arp.detect_storm_period',
      kind: 'number',
      preset: '100',
      help: 'Milliseconds within which requests are counted.',
    },
  ],
  'preferences.decodeAsChoices': () => ({
    tables: [
      { name: 'tcp.port', usual: ['http', 'tls'] },
      { name: 'udp.port', usual: ['dns'] },
    ],
    protocols: ['arp', 'dns', 'http', 'tls'].map((name) => ({ name, title: name.toUpperCase() })),
  }),
  'preferences.decodeAsOffers': () => [{ table: 'tcp.port', key: '9230', protocol: '' }],
  'preferences.checkDecodeAs': ({ rules }) =>
    rules.flatMap(({ key }, at) => (key ? [] : [{ at, message: 'A value of tcp.port is missing.' }])),
})
