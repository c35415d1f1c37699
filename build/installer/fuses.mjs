// Reads the fuses of a built executable and compares them with the wanted ones.
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { fuses } from '../electron-builder.mjs'

const on = '1'.charCodeAt(0)

/** {name: boolean} as they are in the file; names as electron-builder's. */
export async function readFuses(executable) {
  const wire = await getCurrentFuseWire(executable)
  const names = Object.keys(fuses)
  return Object.fromEntries(
    names.map((name) => [name, wire[FuseV1Options[name[0].toUpperCase() + name.slice(1)]] === on]),
  )
}

/** Throws when one differs. */
export async function checkFuses(executable) {
  const found = await readFuses(executable)
  const wrong = Object.keys(fuses).filter((name) => found[name] !== fuses[name])
  if (wrong.length) throw new Error(`${executable} has the wrong fuses: ${wrong.join(', ')}.`)
}
