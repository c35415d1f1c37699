// What the client needs of a connection: messages as plain objects, and word of its coming and going.
import type { Request } from './shapes'

export interface TransportListener {
  opened(): void
  message(message: unknown): void
  /** The connection is gone; `refused` when the shell has never accepted this page. */
  lost(refused: boolean): void
}

export interface Transport {
  start(listener: TransportListener): void
  send(message: Request): void
}
