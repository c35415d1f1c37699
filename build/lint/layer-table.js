// The table of layers: which folder may import which. Read by the lint rule in layers.js; the longest folder wins.

/** What everybody may use: the caps, and the error that says what somebody asked for wrongly. */
const basis = ['engine/limits', 'engine/refused', 'engine/words/language']

/**
 * folder    the layer: a folder, or a file without its ending
 * may       layers whose code it may import, besides itself; naming a folder names everything below it
 * types     layers of which it may import types only
 * packages  what it may import from outside the project: package names, 'node:*' for Node's own modules, '*' for any
 */
export const layers = [
  { folder: 'engine/limits', may: [], types: [], packages: [] },
  { folder: 'engine/refused', may: [], types: [], packages: [] },
  { folder: 'engine/words/language', may: [], types: [], packages: [] },
  // What is said to people, of whom no other folder is the home: reports, explanations, claims and lab sheets, each in every language.
  {
    folder: 'engine/words',
    may: ['engine/bytes', ...basis],
    types: ['engine/dissect', 'engine/flows', 'engine/session'],
    packages: [],
  },
  {
    folder: 'engine/explain',
    may: [
      'engine/bytes',
      'engine/names',
      ...basis,
      'engine/words',
      'engine/dissect',
      'engine/flows',
      'engine/protocols',
      'engine/session',
    ],
    types: [],
    packages: [],
  },
  {
    folder: 'engine/report',
    may: [
      'engine/bytes',
      'engine/names',
      ...basis,
      'engine/words',
      'engine/dissect',
      'engine/flows',
      'engine/protocols',
      'engine/session',
      'engine/explain',
    ],
    types: [],
    packages: ['docx', 'jszip', 'fflate'],
  },
  {
    folder: 'engine/scrub',
    may: ['engine/bytes', ...basis, 'engine/capture-file', 'engine/dissect', 'engine/protocols', 'engine/session'],
    types: [],
    packages: ['node:*'],
  },
  {
    folder: 'engine/claims',
    may: [
      'engine/bytes',
      'engine/names',
      ...basis,
      'engine/words',
      'engine/dissect',
      'engine/flows',
      'engine/filter',
      'engine/session',
      'engine/explain',
    ],
    types: [],
    packages: ['fflate'],
  },
  {
    folder: 'engine/lab',
    may: [
      'engine/bytes',
      'engine/names',
      ...basis,
      'engine/words',
      'engine/dissect',
      'engine/flows',
      'engine/filter',
      'engine/session',
      'engine/explain',
    ],
    types: [],
    packages: [],
  },
  {
    folder: 'engine/compare',
    may: [
      'engine/bytes',
      ...basis,
      'engine/words',
      'engine/dissect',
      'engine/flows',
      'engine/session',
      'engine/protocols',
    ],
    types: [],
    packages: [],
  },
  {
    folder: 'engine/forge',
    may: ['engine/bytes', 'engine/names', ...basis, 'engine/words', 'engine/capture-file'],
    types: [],
    packages: [],
  },
  { folder: 'engine/bytes', may: [], types: [], packages: ['node:*'] },
  { folder: 'engine/names', may: [...basis, 'engine/bytes'], types: ['engine/dissect'], packages: ['oui-data'] },
  // How names of files that are not UTF-8 are written: for whoever lists or opens files.
  { folder: 'engine/capture-file/file-names', may: ['engine/bytes'], types: [], packages: ['node:*'] },
  {
    folder: 'engine/capture-file',
    may: ['engine/capture-file/file-names', 'engine/bytes', ...basis, 'engine/names'],
    types: [],
    packages: ['node:*', 'fzstd'],
  },
  {
    folder: 'engine/dissect',
    may: ['engine/bytes', 'engine/names', ...basis],
    types: ['engine/capture-file'],
    packages: [],
  },
  // AssemblyScript, but for the numbers that both sides read.
  { folder: 'engine/assembly', may: [], types: [], packages: [] },
  {
    folder: 'engine/flows',
    may: ['engine/assembly', 'engine/bytes', 'engine/names', ...basis, 'engine/dissect'],
    types: ['engine/capture-file'],
    packages: [],
  },
  {
    folder: 'engine/streams',
    may: ['engine/bytes', ...basis, 'engine/dissect', 'engine/flows'],
    types: [],
    packages: [],
  },
  {
    folder: 'engine/protocols',
    may: ['engine/bytes', 'engine/names', ...basis, 'engine/dissect', 'engine/flows', 'engine/streams'],
    types: ['engine/capture-file'],
    packages: [],
  },
  {
    folder: 'engine/filter',
    may: ['engine/bytes', 'engine/names', ...basis, 'engine/dissect'],
    types: [],
    packages: [],
  },
  {
    folder: 'engine/session',
    may: [
      'engine/bytes',
      'engine/names',
      ...basis,
      'engine/capture-file',
      'engine/dissect',
      'engine/assembly',
      'engine/flows',
      'engine/streams',
      'engine/protocols',
      'engine/filter',
    ],
    types: [],
    packages: ['node:*'],
  },
  { folder: 'engine/api', may: ['engine'], types: [], packages: ['node:*'] },
  { folder: 'engine', may: ['engine'], types: [], packages: [] },

  // What the three shells share.
  {
    folder: 'shell',
    may: ['engine/api', 'engine/capture-file/file-names', ...basis, 'native'],
    types: ['engine'],
    packages: ['node:*'],
  },
  { folder: 'native', may: [...basis], types: ['engine'], packages: ['node:*', 'cap'] },
  {
    folder: 'server',
    may: ['engine/api', ...basis, 'native', 'shell', 'package'],
    types: ['engine'],
    packages: ['node:*', 'ws', '@msgpack/msgpack'],
  },
  { folder: 'cli/kept-code', may: [], types: [], packages: ['node:*'] },
  {
    folder: 'cli/agents',
    may: ['engine', 'package'],
    types: [],
    packages: ['node:*', '@modelcontextprotocol/server', 'zod'],
  },
  { folder: 'cli/dataset', may: ['engine', 'cli'], types: [], packages: ['node:*', 'hyparquet-writer'] },
  {
    // The command line holds the decoder in its own process, without a port in between.
    folder: 'cli',
    may: ['engine', 'native', 'shell', 'server', 'cli/kept-code', 'package'],
    types: [],
    packages: ['node:*'],
  },
  {
    folder: 'electron',
    may: ['engine/api', ...basis, 'native', 'shell', 'package'],
    types: ['engine'],
    packages: ['node:*', 'electron'],
  },
  {
    folder: 'renderer',
    may: [],
    types: ['engine', 'shell'],
    packages: ['*'],
    never: ['electron', 'node:*', 'cap', 'ws'],
  },

  { folder: 'build', may: ['native', 'cli/kept-code'], types: [], packages: ['*'] },
  {
    folder: 'test',
    may: [
      'engine',
      'shell',
      'native',
      'server',
      'cli',
      'electron',
      'renderer',
      'build',
      'playwright.config',
      'package',
    ],
    types: [],
    packages: ['*'],
  },
]
