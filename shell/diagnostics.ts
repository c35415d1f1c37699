/** What "Copy diagnostics" puts on the clipboard: the machine, the capture driver, settings that differ from the first ones, the end of the log. No packets. */
import { arch, availableParallelism, platform, release, totalmem } from 'node:os'
import type { Host } from './host'
import { defaultSettings } from './settings'
import type { Settings } from './shapes'

const lines = 60

export async function diagnostics(host: Host): Promise<string> {
  const { info } = host.parts
  const { chosen, why, problem, permitted } = await host.findDrivers()
  const { electron, node } = process.versions
  const own = host.settings.get()
  // A capture filter names hosts: that there is one is enough.
  const shown = (key: keyof Settings): unknown =>
    key === 'capture' ? { ...own.capture, filter: own.capture.filter ? '(one)' : '' } : own[key]
  const changed = (Object.keys(defaultSettings) as (keyof Settings)[]).filter(
    (key) => JSON.stringify(own[key]) !== JSON.stringify(defaultSettings[key]),
  )
  return [
    `Wirelens ${info.version}, ${info.kind} shell`,
    `${platform()} ${release()} ${arch()}, ${availableParallelism()} processors, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `Node ${node}${electron === undefined ? '' : `, Electron ${electron}`}, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB in use`,
    `Driver: ${chosen ? why : `none (${problem?.code ?? 'unknown'}). ${why}`}${permitted ? '' : ' Not permitted to capture.'}`,
    `Capture: ${host.capture.running ? 'running' : 'none'}, decoder: ${host.decoder.running ? 'running' : 'none'}`,
    `Settings: ${changed.length ? changed.map((key) => `${key} ${JSON.stringify(shown(key))}`).join(', ') : 'as at the first start'}`,
    '',
    ...host.log.tail(lines),
    '',
  ].join('\n')
}
