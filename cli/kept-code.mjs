/**
 * Starts a program with the code that V8 made of it when it was built (`cachedData` of vm.Script): a command then starts a third faster. V8 does
 * not take what another version of it made; what was made of another program, or is damaged, is not offered: then it is compiled as always.
 * Node 22 can do the like by itself (module.enableCompileCache), Node 20 cannot.
 *
 * The file beside the program: CRC-32 of the program and of the code, four bytes each (little-endian), then the code.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { Script } from 'node:vm'
import { crc32 } from 'node:zlib'

const HEAD = 8

/**
 * @param {string} path absolute, of a program in CommonJS and ASCII, within the function that Node makes of such a file
 * @returns `run` starts it, `keep` writes the code down that there is by then, `isKept` says whether there was any of use
 */
export function load(path) {
  const source = readFileSync(path)
  const cachedData = keptFor(path, source)
  const script = new Script(source.toString('latin1'), { filename: path, cachedData })
  return {
    isKept: cachedData !== undefined && script.cachedDataRejected === false,
    run() {
      const module = { exports: {} }
      script.runInThisContext()(module.exports, createRequire(path), module, path, dirname(path))
    },
    keep() {
      const code = script.createCachedData()
      const head = Buffer.alloc(HEAD)
      head.writeUInt32LE(crc32(source))
      head.writeUInt32LE(crc32(code), 4)
      writeFileSync(`${path}.code`, Buffer.concat([head, code]))
    },
  }
}

/**
 * The code kept for this program, undefined when there is none of use.
 * @param {string} path
 * @param {Buffer} source
 */
function keptFor(path, source) {
  try {
    const kept = readFileSync(`${path}.code`)
    const code = kept.subarray(HEAD)
    return kept.readUInt32LE() === crc32(source) && kept.readUInt32LE(4) === crc32(code) ? code : undefined
  } catch {
    return undefined
  }
}
