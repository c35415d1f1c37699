// The lines that a capture driver writes (PROTOCOL.md), checked before anybody believes them.

export interface LinkType {
  value: number
  name: string
  description: string
}

export interface AdapterAddress {
  family: 'ipv4' | 'ipv6' | 'mac'
  address: string
  netmask?: string
}

export interface Adapter {
  name: string
  description: string
  /** What Windows calls it ("Wi-Fi"); empty elsewhere. */
  friendly: string
  addresses: AdapterAddress[]
  up: boolean
  running: boolean
  loopback: boolean
  wireless: boolean
  linkTypes?: LinkType[]
}

export interface AdapterList {
  driver: string
  /** State of Npcap's service; empty elsewhere. */
  service: string
  /** Whether a capture would be allowed; `hint` says what to do if not. */
  permitted: boolean
  hint: string
  adapters: Adapter[]
}

/** What is in the file by now. `packets` and `bytes` are of the whole capture, `end` is an offset in `file`. */
export interface Counts {
  packets: number
  bytes: number
  /** Whole blocks lie in `file` up to here. */
  end: number
  dropped: number
  file: string
}

export interface Started extends Counts {
  event: 'started'
  interface: string
  driver: string
  linkType: LinkType
  snap: number
  /** Ticks per second of the packet times. */
  perSecond: number
  warning: string
}

export interface Written extends Counts {
  event: 'written'
}

/** A ring went on to another file. */
export interface FileTurned extends Counts {
  event: 'file'
  closed: string
  closedEnd: number
  removed?: string
}

export interface Stopped extends Counts {
  event: 'stopped'
  reason: string
}

/** What went wrong, for a person: `message` says what and where, `hint` what to do. */
export interface Problem {
  code: string
  message: string
  hint: string
}

export interface Failed extends Problem, Partial<Counts> {
  event: 'error'
}

export type CaptureLine = Started | Written | FileTurned | Stopped | Failed

type Shape = Record<string, 'string' | 'number' | 'object'>

const counts: Shape = { packets: 'number', bytes: 'number', end: 'number', dropped: 'number', file: 'string' }

const shapes: Record<string, Shape> = {
  started: {
    ...counts,
    interface: 'string',
    driver: 'string',
    linkType: 'object',
    snap: 'number',
    perSecond: 'number',
    warning: 'string',
  },
  written: counts,
  file: { ...counts, closed: 'string', closedEnd: 'number' },
  stopped: { ...counts, reason: 'string' },
  error: { code: 'string', message: 'string', hint: 'string' },
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fits(value: unknown, type: Shape[string]): boolean {
  if (type === 'object') return isObject(value)
  return type === 'number' ? Number.isSafeInteger(value) && (value as number) >= 0 : typeof value === 'string'
}

/** The object on a line; null when it is no JSON object. */
export function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

/** One line of a capture; null when it is none that we know. */
export function readCaptureLine(text: string): CaptureLine | null {
  const value = parseObject(text)
  const event = value?.['event']
  const shape = typeof event === 'string' && Object.hasOwn(shapes, event) ? shapes[event] : undefined
  if (!value || !shape || !Object.entries(shape).every(([name, type]) => fits(value[name], type))) return null
  return value as unknown as CaptureLine
}

/** What `list` answered; null when it is not that. */
export function readAdapterList(text: string): AdapterList | null {
  const value = parseObject(text)
  if (!value || typeof value['driver'] !== 'string' || !Array.isArray(value['adapters'])) return null
  const named = (at: unknown) => isObject(at) && typeof at['name'] === 'string' && Array.isArray(at['addresses'])
  return value['adapters'].every(named) ? (value as unknown as AdapterList) : null
}

/** The failure on a line; null when it says something else. */
export function readProblem(text: string): Problem | null {
  const line = readCaptureLine(text)
  return line?.event === 'error' ? { code: line.code, message: line.message, hint: line.hint } : null
}
