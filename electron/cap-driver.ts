/** The `cap` driver of the desktop shell: it needs a Node of its own, which a package does not bring and Electron's binary is not. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { capDriver } from '../native/drivers'
import type { Driver } from '../native/drivers'

/** The driver with the Node that `npm start` runs in, or one on PATH; null in a package and where there is none. */
export function capBesideElectron(packaged: boolean, env: NodeJS.ProcessEnv = process.env): Driver | null {
  if (packaged) return null
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const onPath = (env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const places = [env['npm_node_execpath'], ...onPath.map((folder) => join(folder, name))]
  const node = places.find((path) => path !== undefined && existsSync(path))
  return node === undefined ? null : capDriver(node)
}
