/** Calls that a window makes of its shell: adapters, captures, files, settings. Names and shapes are listed in shapes.ts. */
import { callsOf } from '../engine/api/call'
import type { ClientOf } from '../engine/api/call'
import { reportKinds, reportParts } from '../engine/api/report-shapes'
import { bytes, integer, list, nothing, object, oneOf, optional, text, truth } from '../engine/api/check'
import type { Check } from '../engine/api/check'
import { Refused } from '../engine/refused'
import { languages } from '../engine/words/language'
import { diagnostics } from './diagnostics'
import * as captureDoctor from './doctor'
import { listFolder } from './folders'
import { openExercise } from './exercises'
import type { Host } from './host'
import { dropLeftover, leftovers } from './leftovers'
import { openSample, samples } from './samples'
import { ring, settingsCheck } from './settings-check'
import type { CaptureOptions, ShellInfo } from './shapes'

const call = callsOf<Host>()
const path = text()
const packetNumber = integer(1, 0xffff_ffff)

const shell = {
  info: call(nothing, (host): ShellInfo => {
    const { openAtStart } = host
    host.openAtStart = null
    return { ...host.parts.info, openAtStart, problems: host.problems.splice(0) }
  }),
  settings: call(nothing, (host) => host.settings.get()),
  diagnostics: call(nothing, (host) => diagnostics(host)),
  /** The one thing that ever leads to the network, when the user asks for it: the page of the releases. */
  openReleases: call(nothing, ({ parts: { info, openOutside } }): boolean => {
    if (info.releases === null || !openOutside) return false
    openOutside(info.releases)
    return true
  }),
  /** What the window speaks: it alone knows the language of the user's system in a browser, too. */
  speak: call(object({ language: oneOf(...languages) }), (host, o) => host.speak(o.language)),
  changeSettings: call(object({ changes: settingsCheck() }), (host, { changes }) => host.change(changes)),
}

const adapters = {
  list: call(nothing, (host) => host.capture.adapters()),
  watch: call(object({ on: truth }), (host, { on }) => host.capture.watchTraffic(on)),
}

const captureOptions = object({
  adapter: text(512),
  promiscuous: optional(truth),
  snapLength: optional(integer(0, 262_144)),
  filter: optional(text()),
  buffer: optional(integer(1, 2048)),
  stopAfter: optional(
    object({
      packets: optional(integer(1, 2 ** 48)),
      seconds: optional(integer(1, 10_000_000)),
      bytes: optional(integer(1, 2 ** 48)),
    }),
  ),
  ring: optional(ring),
}) satisfies Check<CaptureOptions>

const capture = {
  check: call(object({ adapter: text(512), filter: text() }), (host, o) => host.capture.check(o.adapter, o.filter)),
  start: call(captureOptions, (host, options) => host.capture.start(options)),
  stop: call(nothing, (host) => host.capture.stop()),
  restart: call(nothing, (host) => host.capture.restart()),
  state: call(nothing, (host) => host.capture.state),
  makeTraffic: call(nothing, (host) => host.capture.makeTraffic()),
}

const files = {
  open: call(object({ path }), (host, o) => host.openFile(o.path)),
  close: call(nothing, (host) => host.closeFile()),
  save: call(
    object({
      path,
      format: oneOf('pcapng', 'pcap', 'pcap-ns'),
      which: optional(oneOf('all', 'displayed', 'marked', 'range')),
      ranges: optional(list(list(packetNumber, 2), 1000)),
    }),
    (host, o) => host.saveFile(o),
  ),
  saveReport: call(
    object({
      path,
      format: oneOf('html', 'md', 'docx', 'pdf'),
      kind: optional(oneOf(...reportKinds)),
      stream: optional(integer(0, 0xffff_ffff)),
      language: oneOf(...languages),
      parts: optional(list(oneOf(...reportParts), reportParts.length)),
    }),
    (host, o) => host.saveReport(o),
  ),
  recent: call(nothing, (host) => host.recent.list()),
  forget: call(object({ path }), (host, o) => host.recent.forget(o.path)),
  leftovers: call(nothing, () => leftovers()),
  recover: call(object({ id: text(255) }), (host, o) => host.recover(o.id)),
  dropLeftover: call(object({ id: text(255) }), (_, o) => dropLeftover(o.id)),
  list: call(object({ path: optional(path) }), (host, o) => {
    if (host.parts.info.ownDialogs) throw new Refused('own-dialogs', 'This shell has file dialogs of its own.')
    return listFolder(o.path)
  }),
  pickOpen: call(nothing, (host) => host.parts.pickOpen?.() ?? null),
  pickSave: call(object({ name: text(255) }), (host, o) => host.parts.pickSave?.(o.name) ?? null),
  upload: call(
    object({ name: text(255), bytes: bytes(512 * 1024), at: integer(0, 2 ** 48), last: truth }),
    async (host, o) => {
      const whole = host.uploads.take(o.name, o.bytes, o.at, o.last)
      if (whole === null) return null
      await host.capture.stop()
      return host.openUpload(whole, o.name)
    },
  ),
}

const sampleCalls = {
  list: call(nothing, () => samples),
  open: call(object({ id: text(64) }), (host, o) => openSample(host, o.id)),
}

const exercises = {
  open: call(object({ name: text(64), seed: integer(0, 0xffff_ffff) }), (host, o) =>
    openExercise(host, o.name, o.seed),
  ),
}

const doctor = {
  look: call(nothing, (host) => captureDoctor.look(() => host.findDrivers())),
  fix: call(object({ id: text(40) }), (host, o) => captureDoctor.fix(o.id, () => host.findDrivers())),
}

export const shellCalls = { shell, adapters, capture, files, samples: sampleCalls, exercises, doctor }

/** What a window sees of them. */
export type ShellClient = ClientOf<typeof shellCalls>
