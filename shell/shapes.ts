/** The shapes that the calls of a shell (desktop or browser) return: adapters, captures, files, samples. Plain data. */
import type { ErrorText } from '../engine/api/call'
import type { MacroText } from '../engine/api/filter-shapes'
import type { DecodeAsText, PreferenceText } from '../engine/api/preference-shapes'
import type { CaptureStatus } from '../engine/api/shapes'
import type { Language } from '../engine/words/language'

export interface Adapter {
  /** What libpcap calls it: `eth0`, `\Device\NPF_{…}`. */
  name: string
  /** What a person calls it. */
  title: string
  description: string
  addresses: string[]
  up: boolean
  running: boolean
  loopback: boolean
  wireless: boolean
}

export interface AdapterList {
  adapters: Adapter[]
  /** Which capture driver is in use and why: `libpcap 1.10.3`, or null when none works. */
  driver: { kind: 'helper' | 'cap' | 'none'; text: string; why: string }
  /** Why capturing does not work, with what to do about it. */
  problem: ErrorText | null
}

/** Packets and bytes per adapter since the last event: drives the live lines of the welcome screen. Event `traffic`. */
export interface Traffic {
  [adapter: string]: { packets: number; bytes: number }
}

export interface CaptureOptions {
  adapter: string
  promiscuous?: boolean
  /** Bytes kept per packet; 0 = all. */
  snapLength?: number
  /** BPF. */
  filter?: string
  /** Kernel buffer in MiB. */
  buffer?: number
  stopAfter?: { packets?: number; seconds?: number; bytes?: number }
  /** Go on to another file after so many bytes or seconds, and keep only the last `files`. */
  ring?: { files?: number; bytes?: number; seconds?: number }
}

/** Event `capture`, whenever it changes. */
export interface CaptureState {
  running: boolean
  adapter: string
  /** The capture filter as it is used, '' for none. */
  filter: string
  driver: string
  packets: number
  dropped: number
  /** Why it ended, when it did not end because the user said so. */
  problem: ErrorText | null
}

export interface RecentFile {
  path: string
  name: string
  folder: string
  bytes: number
  /** Milliseconds since 1970. */
  opened: number
  missing: boolean
}

/** A capture of an earlier run that was never saved. */
export interface Leftover {
  id: string
  bytes: number
  /** Milliseconds since 1970 when it was written last. */
  changed: number
}

export interface Sample {
  id: string
  /** Key of its title and text in the message catalogue: `sample_<id>_title`, `sample_<id>_text`. */
  packets: number
}

/** One entry of a folder, for the file dialogs of the browser shell. */
export interface FolderEntry {
  name: string
  folder: boolean
  bytes: number
  modified: number
}
export interface FolderList {
  path: string
  parent: string | null
  entries: FolderEntry[]
  /** Name of the file that the path led to, when it led to one. */
  file?: string
}

export interface ShellInfo {
  kind: 'desktop' | 'browser'
  version: string
  platform: string
  /** The desktop has dialogs of its own; in the browser shell the window draws them over `files.list`. */
  ownDialogs: boolean
  /** The page where newer versions are; null when this build names none. */
  releases: string | null
  /** A file to open at the start (command line), or null. */
  openAtStart: string | null
  /** What went wrong before this window was there (settings that could not be read): said once. */
  problems: string[]
}

/** Everything that is remembered between two starts. */
export interface Settings {
  theme: 'system' | 'light' | 'dark'
  language: 'system' | Language
  timeFormat: 'relative' | 'delta' | 'absolute' | 'absolute-date' | 'epoch'
  /** Decimals of times in the list; −1: as many as the capture has. */
  timeDigits: number
  columns: ColumnSetting[]
  names: boolean
  followNewest: boolean
  capture: Omit<CaptureOptions, 'adapter'>
  /** Preferences of protocols that are not as preset, as `-o` writes them. */
  preferences: PreferenceText[]
  /** Rules of Decode As; a rule without a protocol: nobody reads it. */
  decodeAs: DecodeAsText[]
  /** Path of the file with session keys (SSLKEYLOGFILE), '' for none. */
  keyLog: string
  /** Sizes of the panes in percent. */
  panes: Record<string, number[]>
  /** Display filters used lately, the newest first. */
  filterHistory: string[]
  savedFilters: SavedFilter[]
  /** Macros of the display-filter language. */
  macros: MacroText[]
  /** Colouring rules in their order; none: the default set. */
  colours: ColourRuleSetting[]
}

export interface ColumnSetting {
  /** Id of a column of the list, or the name of a field. */
  id: string
  width: number
  shown: boolean
  /** What the user calls it. */
  title?: string
  align?: 'left' | 'center' | 'right'
}

export interface SavedFilter {
  name: string
  text: string
}

export interface ColourRuleSetting {
  id: string
  name: string
  filter: string
  on: boolean
  /** `#rrggbb`, or '' for the colours of the theme (rules of the default set). */
  back: string
  ink: string
}

/** One thing that the capture doctor looked at. */
export interface Finding {
  /** helper, library, service, rights, adapters, loopback, offload, proof */
  id: string
  state: 'ok' | 'warn' | 'bad'
  /** For a person, in a sentence. */
  sentence: string
  /** What `doctor.fix({id})` can do about it. */
  fix?: { id: string; title: string }
}
export interface DoctorReport {
  findings: Finding[]
  /** Capturing works: nothing that it needs is bad. */
  ready: boolean
  /** After a fix: what is left to do. */
  note?: string
}

/**
 * Calls of a shell. Names as in `shell/calls.ts`:
 *   shell.info() → ShellInfo
 *   shell.diagnostics() → string;  shell.openReleases() → boolean (true: the shell has opened info.releases, false: the window may)
 *   shell.settings() → Settings;  shell.changeSettings({changes: Partial<Settings>}) → Settings
 *   shell.speak({language}) → void   (the language of texts that the shell and its decoder make from now on)
 *   adapters.list() → AdapterList;  adapters.watch({on}) → void (starts or stops `traffic` events)
 *   capture.check({adapter, filter}) → { ok: true } | { ok: false, message }
 *   capture.start(CaptureOptions) → CaptureStatus;  capture.stop() → void;  capture.restart() → CaptureStatus;  capture.state() → CaptureState
 *   capture.makeTraffic() → CaptureStatus   (captures on loopback while a TCP server says "Hello World!\0" to a client, then stops)
 *   files.open({path}) → CaptureStatus;  files.close() → void
 *   files.save({path, format, which?, ranges?}) → SaveResult
 *   files.recent() → RecentFile[];  files.forget({path}) → void
 *   files.list({path?}) → FolderList
 *   files.pickOpen() → string | null;  files.pickSave({name}) → string | null   (desktop only)
 *   files.upload({name, bytes, at, last}) → CaptureStatus | null   (dropped files in the browser shell: pieces of at most 512 KiB)
 *   files.leftovers() → Leftover[];  files.recover({id}) → CaptureStatus;  files.dropLeftover({id}) → void
 *   samples.list() → Sample[];  samples.open({id}) → CaptureStatus
 *   doctor.look() → DoctorReport (captures a packet of its own on loopback);  doctor.fix({id}) → DoctorReport (looks again afterwards)
 * Events: `status` (CaptureStatus), `capture` (CaptureState), `traffic` (Traffic), `saving` and `opening` ({path, done, total}),
 *   `decoder` ({state: 'restarting' | 'ready' | 'gave-up', message}), `failed` (ErrorText)
 */
export type { CaptureStatus, ErrorText }
