// Preferences of protocols as entries of the settings: each as its protocol declares it, a change re-reads the open capture.
import type { PreferenceInfo } from '../../client/shapes'
import type { Workspace } from '../../state/workspace.svelte'
import type { Control, Entry } from './entries'

/** What of the name is said beside the protocol: `check_checksum`. */
const own = (name: string): string => name.slice(name.indexOf('.') + 1)

export function protocolEntries(w: Workspace, table: readonly PreferenceInfo[]): Entry[] {
  return table
    .filter(({ kind }) => kind !== 'file')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((info) => ({
      id: info.name,
      section: 'protocols',
      group: `${info.title || info.protocol} (${info.protocol})`,
      title: info.help,
      help: info.name,
      words: `${info.protocol} ${own(info.name)} preference 프로토콜 환경설정`,
      control: control(w, info),
    }))
}

function control(w: Workspace, { name, kind, preset, choices }: PreferenceInfo): Control {
  const get = (): string => w.settings.now.preferences.find((set) => set.name === name)?.value ?? preset
  const set = (value: string): unknown => {
    const others = w.settings.now.preferences.filter((one) => one.name !== name)
    return w.readAnew({ preferences: value === preset ? others : [...others, { name, value }] })
  }
  switch (kind) {
    case 'flag':
      return { kind, get: () => /^(true|1)$/i.test(get()), set: (on) => set(on ? 'TRUE' : 'FALSE') }
    case 'number':
      return {
        kind,
        least: 0,
        most: 0xffff_ffff,
        unit: '',
        empty: preset,
        get: () => Number(get()),
        set: (value) => set(value === null ? preset : String(value)),
      }
    case 'choice':
      return { kind, options: choices.map((word) => [word, word] as const), get, set }
    default:
      return { kind, code: true, empty: preset, get, set }
  }
}
