#!/usr/bin/env node
// Makes engine/names/vendor-table.txt out of the IEEE registry in the npm package oui-data: one line per vendor with its address blocks.
// Run it after `npm update oui-data`; the result is checked in, so that neither building nor starting needs the package.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root } from './run.mjs'

const require = createRequire(import.meta.url)
const path = require.resolve('oui-data')
const registry = JSON.parse(readFileSync(path, 'utf8'))
const { version } = JSON.parse(readFileSync(join(path, '..', 'package.json'), 'utf8'))

/** Latin letters without their marks: a text of one-byte characters takes half the memory. */
const plain = (name) =>
  name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[\u2018\u2019\u00b4]/g, "'")
    .replace(/[^\x20-\x7e]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

const vendors = new Map()
for (const [block, text] of Object.entries(registry)) {
  const name = plain(text.split('\n')[0])
  if (!name || !/^[0-9A-F]{6,9}$/.test(block)) continue
  vendors.set(name, [...(vendors.get(name) ?? []), block.toLowerCase()])
}

/** Blocks of one vendor: in order of size and number; each but the first of a size written as the distance to the one before. */
const blocks = (list) =>
  [6, 7, 9]
    .map((digits) => {
      let before = 0
      return list
        .filter((block) => block.length === digits)
        .map((block) => parseInt(block, 16))
        .sort((a, b) => a - b)
        .map((block) => {
          const distance = block - before
          before = block
          return distance.toString(36)
        })
        .join(' ')
    })
    .join('|')
    .replace(/\|+$/, '')

const lines = [...vendors].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, list]) => `${name}\t${blocks(list)}`)
const about = `# Vendors of hardware addresses: name, tab, blocks of 24 | 28 | 36 bits in base 36, each but the first as the distance from the one before. Made by build/names.mjs from oui-data ${version} (BSD-2-Clause, (c) silverwind), which holds the IEEE's registry.`
writeFileSync(join(root, 'engine/names/vendor-table.txt'), [about, ...lines, ''].join('\n'))
console.log(`${vendors.size} vendors, ${Object.keys(registry).length} blocks`)
