// Commands about capturing: start, stop, restart, options.
import Play from '@lucide/svelte/icons/play'
import RotateCcw from '@lucide/svelte/icons/rotate-ccw'
import Settings2 from '@lucide/svelte/icons/settings-2'
import Stethoscope from '@lucide/svelte/icons/stethoscope'
import Square from '@lucide/svelte/icons/square'
import { m } from '../paraglide/messages.js'
import type { Workspace } from '../state/workspace.svelte'
import type { Command } from './command'

const isRunning = (w: Workspace): boolean => w.capture.state?.running ?? false
const canCapture = (w: Workspace): boolean => w.adapters.list !== null && w.adapters.list.driver.kind !== 'none'

export const start: Command = {
  name: 'start',
  title: () => m.command_start(),
  menu: ['capture', 10],
  toolbar: 10,
  icon: Play,
  enabled: (w) => canCapture(w) && !isRunning(w) && !w.capture.busy,
  run: (w) => w.startCapture(),
}
export const stop: Command = {
  name: 'stop',
  title: () => m.command_stop(),
  menu: ['capture', 11],
  toolbar: 11,
  icon: Square,
  enabled: isRunning,
  run: (w) => w.capture.stop(),
}
/** One key for both, as in Wireshark. */
export const startOrStop: Command = {
  name: 'start-or-stop',
  title: () => m.command_start_or_stop(),
  keys: ['Mod+E'],
  enabled: (w) => isRunning(w) || canCapture(w),
  run: (w) => (isRunning(w) ? w.capture.stop() : w.startCapture()),
}
export const restart: Command = {
  name: 'restart',
  title: () => m.command_restart(),
  menu: ['capture', 12],
  toolbar: 12,
  keys: ['Mod+R'],
  icon: RotateCcw,
  enabled: isRunning,
  run: (w) => w.capture.restart(),
}
export const options: Command = {
  name: 'capture-options',
  title: () => m.command_capture_options(),
  menu: ['capture', 20],
  toolbar: 13,
  keys: ['Mod+K'],
  icon: Settings2,
  // Chosen before the adapters are known, it opens once they are.
  enabled: (w) => (w.adapters.list === null || canCapture(w)) && !isRunning(w),
  run: async (w) => {
    await w.adapters.known()
    if (canCapture(w) && !isRunning(w)) w.dialogs.show('capture-options')
  },
}
export const refresh: Command = {
  name: 'refresh-adapters',
  title: () => m.command_refresh_adapters(),
  menu: ['capture', 21],
  keys: ['F5'],
  run: (w) => w.adapters.load(),
}
export const doctor: Command = {
  name: 'capture-doctor',
  title: () => m.command_doctor(),
  menu: ['capture', 31],
  icon: Stethoscope,
  enabled: (w) => !isRunning(w),
  run: (w) => w.dialogs.show('doctor'),
}
export const makeTraffic: Command = {
  name: 'make-traffic',
  title: () => m.command_make_traffic(),
  menu: ['capture', 30],
  enabled: (w) => canCapture(w) && !isRunning(w) && !w.capture.busy,
  run: (w) => w.capture.makeTraffic(),
}
