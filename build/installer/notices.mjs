// Licences and bill of materials of everything that is bundled into the app, generated from package-lock.json and node_modules.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listFiles } from '../fingerprint.mjs'

const sources = ['engine', 'electron', 'shell', 'native', 'renderer']
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))

/** Packages that the sources of the app import by name. */
export function importedPackages(root) {
  const found = new Set()
  for (const file of listFiles(root, sources)) {
    if (!/\.(ts|svelte|css|mjs)$/.test(file)) continue
    const text = readFileSync(join(root, file), 'utf8')
    for (const [, name] of text.matchAll(/(?:from|import|@import)\s*\(?['"]((?:@[\w.-]+\/)?[\w.-]+)(?:\/[^'"]*)?['"]/g))
      if (existsSync(join(root, 'node_modules', name, 'package.json'))) found.add(name)
  }
  // Given by Electron, or left out of the package. Svelte's runtime and paraglide's are in generated code.
  for (const name of ['electron', 'cap']) found.delete(name)
  // oui-data is where engine/names has its vendors from.
  return [...found, 'svelte', '@inlang/paraglide-js', 'oui-data']
    .filter((name, i, all) => all.indexOf(name) === i)
    .sort()
}

/** Every package that may be in the bundles: what is imported and what that needs, each {name, version, license, folder, integrity}. */
export function bundledPackages(root) {
  const lock = readJson(join(root, 'package-lock.json')).packages
  const queue = importedPackages(root).map((name) => `node_modules/${name}`)
  const seen = new Map()
  while (queue.length) {
    const path = queue.shift()
    const entry = lock[path]
    if (!entry || seen.has(path) || !existsSync(join(root, path, 'package.json'))) continue
    const manifest = readJson(join(root, path, 'package.json'))
    seen.set(path, {
      name: manifest.name,
      version: manifest.version,
      license: entry.license ?? (typeof manifest.license === 'string' ? manifest.license : 'see its text'),
      folder: join(root, path),
      integrity: entry.integrity,
    })
    // What the compilers among them need stays at home; only their runtime is in the bundle.
    if (['svelte', '@inlang/paraglide-js'].includes(manifest.name)) {
      if (manifest.name === 'svelte')
        for (const name of ['esm-env', 'clsx', 'devalue']) queue.push(`node_modules/${name}`)
      continue
    }
    for (const name of Object.keys({ ...entry.dependencies, ...entry.peerDependencies })) {
      const inside = `${path}/node_modules/${name}`
      queue.push(lock[inside] ? inside : `node_modules/${name}`)
    }
  }
  return [...seen.values()].sort((a, b) => a.name.localeCompare(b.name))
}

function licenseText({ folder, license, name }) {
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying|notice)/i.test(entry))
  return file ? readFileSync(join(folder, file), 'utf8').trim() : `${name} says in its package.json: ${license}.`
}

/** One text with every licence. */
export function licences(root, packages) {
  const own = readFileSync(join(root, 'LICENSE'), 'utf8').trim()
  const parts = packages.map((p) => `${p.name} ${p.version} (${p.license})\n\n${licenseText(p)}`)
  const also =
    'Electron and Chromium: see LICENSE.electron.txt and LICENSES.chromium.html beside the program.\n\nThe capture helper for Windows may hold the run-time libraries of GCC (GPL 3 with the GCC Runtime Library Exception) and of mingw-w64 (MIT and BSD).\nlibpcap and Npcap are not part of Wirelens: they are loaded where they are installed.'
  const line = `\n\n${'-'.repeat(80)}\n\n`
  return `Wirelens\n\n${own}${line}${parts.join(line)}${line}${also}\n`
}

/** A bill of materials in CycloneDX 1.5. The same inputs give the same text. */
export function billOfMaterials(manifest, packages, electron) {
  const component = ({ name, version, license, integrity }) => ({
    type: 'library',
    'bom-ref': `pkg:npm/${name.replace('@', '%40')}@${version}`,
    name,
    version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    licenses: /^[\w.-]+$/.test(license) ? [{ license: { id: license } }] : [{ expression: license }],
    ...(integrity?.startsWith('sha512-')
      ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.slice(7), 'base64').toString('hex') }] }
      : {}),
  })
  const components = [...packages, electron].map(component)
  const digest = createHash('sha256').update(JSON.stringify(components)).digest('hex')
  const serial = [8, 4, 4, 4, 12].reduce(
    ({ at, out }, n) => ({ at: at + n, out: [...out, digest.slice(at, at + n)] }),
    { at: 0, out: [] },
  ).out
  serial[2] = `4${serial[2].slice(1)}`
  serial[3] = `8${serial[3].slice(1)}`
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${serial.join('-')}`,
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': 'wirelens',
        name: manifest.name,
        version: manifest.version,
        licenses: [{ license: { id: manifest.license } }],
      },
    },
    components,
    dependencies: [{ ref: 'wirelens', dependsOn: components.map((c) => c['bom-ref']) }],
  }
}

/** Writes both into a folder. */
export function writeNotices(root, folder) {
  const manifest = readJson(join(root, 'package.json'))
  const packages = bundledPackages(root)
  const { version, license, integrity } = readJson(join(root, 'package-lock.json')).packages['node_modules/electron']
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'LICENSES.txt'), licences(root, packages))
  const bill = billOfMaterials(manifest, packages, { name: 'electron', version, license, integrity })
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 1)}\n`)
  return packages.map(({ name }) => name)
}
