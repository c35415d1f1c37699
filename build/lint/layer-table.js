// The table of layers: which folder may import which. Read by the lint rule in layers.js; the longest folder wins.

/** What everybody may use: the caps, and the error that says what somebody asked for wrongly. */
const basis = ['engine/limits', 'engine/refused']

/**
 * folder    the layer: a folder, or a file without its ending
 * may       layers whose code it may import, besides itself; naming a folder names everything below it
 * types     layers of which it may import types only
 * packages  what it may import from outside the project: package names, 'node:*' for Node's own modules, '*' for any
 */
export const layers = [
  { folder: 'engine/limits', may: [], types: [], packages: [] },
  { folder: 'engine/refused', may: [], types: [], packages: [] },
  { folder: 'engine/bytes', may: [], types: [], packages: [] },
  { folder: 'engine/names', may: [...basis, 'engine/bytes'], types: ['engine/dissect'], packages: ['oui-data'] },
  {
    folder: 'engine/capture-file',
    may: ['engine/bytes', ...basis, 'engine/names'],
    types: [],
    packages: ['node:*'],
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
    folder: 'engine/protocols',
    may: ['engine/bytes', 'engine/names', ...basis, 'engine/dissect', 'engine/flows'],
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
      'engine/protocols',
      'engine/filter',
    ],
    types: [],
    packages: ['node:*'],
  },
  { folder: 'engine/api', may: ['engine'], types: [], packages: ['node:*'] },
  { folder: 'engine', may: ['engine'], types: [], packages: [] },

  // What the three shells share.
  { folder: 'shell', may: ['engine/api', ...basis, 'native'], types: ['engine'], packages: ['node:*'] },
  { folder: 'native', may: [...basis], types: ['engine'], packages: ['node:*', 'cap'] },
  {
    folder: 'server',
    may: ['engine/api', ...basis, 'native', 'shell', 'package'],
    types: ['engine'],
    packages: ['node:*', 'ws', '@msgpack/msgpack'],
  },
  { folder: 'cli/kept-code', may: [], types: [], packages: ['node:*'] },
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
