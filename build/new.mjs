// `npm run new -- protocol FOLDER NAME | panel NAME | command NAME | call AREA NAME`: starts a file from its scaffold.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { root } from './run.mjs'

const scaffolds = join(dirname(fileURLToPath(import.meta.url)), 'scaffolds')

/** Where protocols lie in engine/protocols and their samples in test/protocols. */
const folders = [
  ...['link', 'wireless', 'network', 'transport', 'tunnel', 'security', 'naming', 'web', 'mail', 'files', 'remote'],
  ...['voice', 'routing', 'directory', 'database', 'industrial', 'messaging', 'management'],
]

/** Every kind: words after it, [scaffold, file] pairs, what to do next. A file that exists is never overwritten. */
const kinds = {
  protocol: {
    words: ['folder', 'name'],
    folders,
    files: [
      ['protocol.ts.txt', 'engine/protocols/{{folder}}/{{name}}.ts'],
      ['protocol.sample.ts.txt', 'test/protocols/{{folder}}/{{name}}.sample.ts'],
    ],
    next: [
      'Fill in the RFC number, the header and `over`; nothing has to be registered, the file is found by its folder.',
      'Make the sample packets, and write what they read like, beside what tshark says: npm run golden -- {{folder}}/{{name}}',
      'Test them: npx vitest run test/protocols/samples -t {{folder}}/{{name}}',
      'See it: npm run build && node dist/cli/wirelens.js -V -r FILE',
    ],
  },
  panel: {
    words: ['name'],
    files: [['panel.svelte.txt', 'renderer/panels/{{name}}/{{name}}.svelte']],
    next: [
      'Add the message "panel_{{snake}}" to every file of renderer/messages.',
      'Add the panel to the table of panels.',
    ],
  },
  command: {
    words: ['name'],
    files: [['command.ts.txt', 'renderer/commands/{{name}}.ts']],
    next: [
      'Add the message "command_{{snake}}" to every file of renderer/messages.',
      'Give it a key and a menu where it belongs.',
    ],
  },
  call: {
    words: ['area', 'name'],
    files: [['area.ts.txt', 'engine/api/{{area}}.ts']],
    append: ['call.ts.txt', 'engine/api/{{area}}.ts'],
    next: ['Write its check and its run; the client has it at once, as {{area}}.{{camel}}.', 'Test it under test/api.'],
  },
}

export const usage = [
  'npm run new -- protocol FOLDER NAME',
  'npm run new -- panel NAME',
  'npm run new -- command NAME',
  'npm run new -- call AREA NAME',
].join('\n')

/** The spellings of a kebab-case name that scaffolds use. */
export function spellings(name) {
  const words = name.split('-')
  const capital = (word) => word[0].toUpperCase() + word.slice(1)
  return {
    name,
    camel: [words[0], ...words.slice(1).map(capital)].join(''),
    snake: words.join('_'),
    filter: words.join('_'),
    title: words.map(capital).join(' '),
  }
}

const fill = (text, values) => text.replace(/\{\{(\w+)\}\}/g, (_all, key) => values[key])

/**
 * Makes the files below `folder`; returns {made, next} or {error}, a sentence that says what is wrong.
 * @param {string[]} allWords
 * @returns {{ made?: string[], next?: string[], error?: string }}
 */
export function scaffold(allWords, folder = root) {
  const [kindName, ...given] = allWords
  const words = given.flatMap((word) => word.split('/'))
  const kind = Object.hasOwn(kinds, kindName ?? '') ? kinds[kindName] : undefined
  if (!kind || words.length !== kind.words.length) return { error: usage }
  const wrong = words.find((word) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(word))
  if (wrong)
    return { error: `"${wrong}" is not a name here: use small letters, digits and single hyphens, like router-advert.` }
  if (kind.folders && !kind.folders.includes(words[0]))
    return { error: `"${words[0]}" is no folder of protocols. There are: ${kind.folders.join(', ')}.` }
  const values = { area: words[0], folder: words[0], ...spellings(words.at(-1)) }
  const made = []
  for (const [, to] of kind.files) {
    const path = fill(to, values)
    if (existsSync(join(folder, path))) {
      if (kind.append) continue
      return { error: `${path} exists already; choose another name or remove it first.` }
    }
  }
  for (const [template, to] of kind.files) {
    const path = fill(to, values)
    if (existsSync(join(folder, path))) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), fill(readFileSync(join(scaffolds, template), 'utf8'), values))
    made.push(path)
  }
  if (kind.append) {
    const path = fill(kind.append[1], values)
    const before = readFileSync(join(folder, path), 'utf8')
    if (new RegExp(`export const ${values.camel}\\b`).test(before))
      return { error: `${path} has a call ${values.camel} already.` }
    appendFileSync(join(folder, path), fill(readFileSync(join(scaffolds, kind.append[0]), 'utf8'), values))
    if (!made.includes(path)) made.push(path)
  }
  return { made, next: kind.next.map((line) => fill(line, values)) }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { made, next, error } = scaffold(process.argv.slice(2))
  if (error) {
    console.error(error)
    process.exit(1)
  }
  for (const path of made) console.log(`Wrote ${path}`)
  next.forEach((line, at) => console.log(`${at + 1}. ${line}`))
}
