// The typed client: calls by name over one connection, answers matched by number, events to whoever listens.
import type { DecoderClient, ErrorText, Reply, ShellClient, Told } from './shapes'
import type { ShellEvents } from './told'
import type { Transport } from './transport'

/** What a call that failed throws: the code, message and hint that the other side sent. */
export class CallError extends Error {
  readonly code: string
  readonly hint: string
  /** The part of the text that is meant. */
  readonly range: [number, number] | undefined
  constructor({ code, message, hint, range }: ErrorText) {
    super(message)
    this.code = code
    this.hint = hint ?? ''
    this.range = range
  }
}

export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused'
export type Calls = ShellClient & DecoderClient

type Waiting = { resolve(value: unknown): void; reject(error: CallError): void }

export class Client {
  private readonly waiting = new Map<number, Waiting>()
  private readonly listeners = new Map<string, Set<(value: never) => void>>()
  private lastId = 0
  onConnection: (state: ConnectionState) => void = () => {}
  /** `client.calls.session.rows({ from: 0, count: 60 })` */
  readonly calls: Calls

  constructor(private readonly transport: Transport) {
    const area = (name: string): unknown =>
      new Proxy(Object.create(null) as object, {
        get: (_, call) => (args?: unknown) => this.call(`${name}.${String(call)}`, args ?? {}),
      })
    this.calls = new Proxy(Object.create(null) as object, { get: (_, name) => area(String(name)) }) as Calls
  }

  start(): void {
    this.transport.start({
      opened: () => this.onConnection('open'),
      message: (message) => this.take(message),
      lost: (refused) => {
        for (const { reject } of this.waiting.values())
          reject(new CallError({ code: 'connection-lost', message: 'connection lost' }))
        this.waiting.clear()
        this.onConnection(refused ? 'refused' : 'lost')
      },
    })
  }

  call(name: string, args: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = ++this.lastId
      this.waiting.set(id, { resolve, reject })
      try {
        this.transport.send({ id, call: name, args })
      } catch {
        this.waiting.delete(id)
        reject(new CallError({ code: 'connection-lost', message: 'not connected' }))
      }
    })
  }

  /** Listens to an event; returns how to stop. */
  on<E extends keyof ShellEvents>(event: E, take: (value: ShellEvents[E]) => void): () => void {
    const set = this.listeners.get(event) ?? new Set()
    this.listeners.set(event, set.add(take))
    return () => set.delete(take)
  }

  private take(message: unknown): void {
    if (typeof message !== 'object' || message === null) return
    if ('event' in message) {
      const { event, value } = message as Told
      for (const listener of this.listeners.get(event) ?? []) listener(value as never)
      return
    }
    const reply = message as Reply
    const waiting = this.waiting.get(reply.id)
    if (!waiting) return
    this.waiting.delete(reply.id)
    if ('error' in reply) waiting.reject(new CallError(reply.error))
    else waiting.resolve(reply.value)
  }
}
