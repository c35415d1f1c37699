// What can be set, as a table: the dialog draws it, its search reads titles, help and synonyms.
import type { Settings } from '../../client/shapes'
import { m } from '../../paraglide/messages.js'
import { zooms } from '../../state/settings.svelte'
import type { Workspace } from '../../state/workspace.svelte'

export type SectionName = 'appearance' | 'list' | 'columns' | 'names' | 'capture' | 'protocols'

export interface Entry {
  id: string
  section: SectionName
  /** Heading above it: of preferences, the protocol. */
  group?: string
  title: string
  help: string
  /** Other words for it, in both languages. */
  words: string
  control: Control
}
export type Control =
  | { kind: 'flag'; get(): boolean; set(value: boolean): unknown }
  | { kind: 'choice'; options: readonly (readonly [value: string, title: string])[]; get(): string; set(value: string): unknown } // prettier-ignore
  | { kind: 'number'; least: number; most: number; unit: string; empty: string; get(): number | null; set(value: number | null): unknown } // prettier-ignore
  | { kind: 'text'; code: boolean; empty: string; get(): string; set(value: string): unknown }
  | { kind: 'file'; empty: string; get(): string; set(value: string): unknown }
  | { kind: 'note' }

export const sections = (): readonly (readonly [SectionName, string])[] => [
  ['appearance', m.settings_appearance()],
  ['list', m.settings_list()],
  ['columns', m.settings_columns()],
  ['names', m.settings_names()],
  ['capture', m.settings_capture()],
  ['protocols', m.settings_protocols()],
]

/** Everything but columns and the preferences of protocols. */
export function entries(w: Workspace): Entry[] {
  const { settings } = w
  const rows = (changes: Partial<Settings>): void => {
    settings.change(changes)
    w.refreshRows()
  }
  const capture = (changes: Settings['capture']): void =>
    settings.change({ capture: { ...settings.now.capture, ...changes } })
  return [
    {
      id: 'language',
      section: 'appearance',
      title: m.settings_language(),
      help: '',
      words: 'language locale english korean 언어 말 한국어 영어',
      control: {
        kind: 'choice',
        options: [['system', m.command_language_system()], ['en', m.command_language_english()], ['ko', m.command_language_korean()]], // prettier-ignore
        get: () => settings.now.language,
        set: (language) => settings.change({ language: language as Settings['language'] }),
      },
    },
    {
      id: 'theme',
      section: 'appearance',
      title: m.settings_theme(),
      help: '',
      words: 'theme dark light colour color mode night 테마 색 어두운 밝은 다크 라이트',
      control: {
        kind: 'choice',
        options: [['system', m.command_theme_system()], ['light', m.command_theme_light()], ['dark', m.command_theme_dark()]], // prettier-ignore
        get: () => settings.now.theme,
        set: (theme) => settings.change({ theme: theme as Settings['theme'] }),
      },
    },
    {
      id: 'zoom',
      section: 'appearance',
      title: m.settings_text_size(),
      help: '',
      words: 'font size text zoom scale larger smaller 글꼴 글자 크기 확대 축소 폰트',
      control: {
        kind: 'choice',
        options: zooms.map((zoom) => [String(zoom), `${Math.round(zoom * 100)} %`] as const),
        get: () => String(settings.zoom),
        set: (zoom) => settings.setZoom(Number(zoom)),
      },
    },
    {
      id: 'time-format',
      section: 'list',
      title: m.settings_time_form(),
      help: '',
      words: 'time display format date utc epoch relative delta 시간 시각 날짜 형식 표시',
      control: {
        kind: 'choice',
        options: [
          ['absolute-date', m.command_time_date()],
          ['absolute', m.command_time_clock()],
          ['epoch', m.command_time_epoch()],
          ['relative', m.command_time_relative()],
          ['delta', m.command_time_delta()],
        ],
        get: () => settings.now.timeFormat,
        set: (timeFormat) => rows({ timeFormat: timeFormat as Settings['timeFormat'] }),
      },
    },
    {
      id: 'time-digits',
      section: 'list',
      title: m.settings_time_digits(),
      help: m.settings_time_digits_help(),
      words: 'time precision decimals digits milliseconds microseconds nanoseconds 시간 정밀도 소수점 자릿수',
      control: {
        kind: 'choice',
        options: [
          ['-1', m.settings_digits_as_captured()],
          ['0', m.settings_digits_seconds()],
          ['1', '0.1'],
          ['2', '0.01'],
          ['3', m.settings_digits_milliseconds()],
          ['6', m.settings_digits_microseconds()],
          ['9', m.settings_digits_nanoseconds()],
        ],
        get: () => String(settings.now.timeDigits),
        set: (digits) => rows({ timeDigits: Number(digits) }),
      },
    },
    {
      id: 'follow',
      section: 'list',
      title: m.command_follow(),
      help: m.settings_follow_help(),
      words: 'autoscroll auto scroll live newest 자동 스크롤 따라가기 최신',
      control: {
        kind: 'flag',
        get: () => settings.now.followNewest,
        set: (followNewest) => settings.change({ followNewest }),
      },
    },
    {
      id: 'vendors',
      section: 'names',
      title: m.command_names(),
      help: m.settings_vendors_help(),
      words: 'name resolution mac vendor oui manufacturer resolve 이름 풀이 제조사 하드웨어 주소',
      control: { kind: 'flag', get: () => settings.now.names, set: (names) => rows({ names }) },
    },
    {
      id: 'network',
      section: 'names',
      title: m.settings_lookups(),
      help: m.settings_lookups_help(),
      words: 'dns reverse lookup network hosts privacy 네트워크 조회 역방향 사생활',
      control: { kind: 'note' },
    },
    {
      id: 'promiscuous',
      section: 'capture',
      title: m.options_promiscuous(),
      help: '',
      words: 'promiscuous mode capture 무차별 모드 캡처',
      control: {
        kind: 'flag',
        get: () => settings.now.capture.promiscuous ?? true,
        set: (promiscuous) => capture({ promiscuous }),
      },
    },
    {
      id: 'capture-filter',
      section: 'capture',
      title: m.options_filter(),
      help: m.options_filter_hint(),
      words: 'bpf capture filter 캡처 필터',
      control: {
        kind: 'text',
        code: true,
        empty: m.options_filter_example(),
        get: () => settings.now.capture.filter ?? '',
        set: (filter) => capture({ filter }),
      },
    },
    {
      id: 'snap-length',
      section: 'capture',
      title: m.options_snap(),
      help: '',
      words: 'snaplen snapshot length bytes 스냅 길이 바이트',
      control: {
        kind: 'number',
        least: 1,
        most: 262_144,
        unit: m.unit_bytes(),
        empty: m.options_whole(),
        get: () => settings.now.capture.snapLength || null,
        set: (bytes) => capture({ snapLength: bytes ?? 0 }),
      },
    },
    {
      id: 'buffer',
      section: 'capture',
      title: m.options_buffer(),
      help: '',
      words: 'kernel buffer drops 커널 버퍼',
      control: {
        kind: 'number',
        least: 1,
        most: 2048,
        unit: m.unit_mib(),
        empty: m.options_default(),
        get: () => settings.now.capture.buffer ?? null,
        set(buffer) {
          const { buffer: _, ...rest } = settings.now.capture
          settings.change({ capture: buffer ? { ...rest, buffer } : rest })
        },
      },
    },
    {
      id: 'key-log',
      section: 'protocols',
      title: m.settings_key_log(),
      help: m.settings_key_log_help(),
      words: 'tls ssl decrypt secrets keylog sslkeylogfile master secret 복호화 비밀 키 로그 암호',
      control: {
        kind: 'file',
        empty: m.settings_no_file(),
        get: () => settings.now.keyLog,
        set: (keyLog) => w.readAnew({ keyLog }),
      },
    },
  ]
}
