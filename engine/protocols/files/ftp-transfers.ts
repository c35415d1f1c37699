/** What FTP's control connection says of its data connections, and where the client stands: RFC 959, 2428. */
import { FlowState, FrameFacts, memory } from '../../dissect/memory'

/** A data connection that was agreed on. */
export interface Transfer {
  /** Frame of PORT or EPRT, or of the answer to PASV or EPSV. */
  readonly setup: number
  readonly method: string
  /** What it was used for. */
  command: string
  commandFrame: number
  directory: string
  /** Frames with data, bytes in them. */
  frames: number
  bytes: number
  first: number
  last: number
}

export class Control {
  directory = ''
  /** Agreed on, and not used yet. */
  next: Transfer | undefined
  /** The last command with its argument: the reply tells what came of it. */
  command = ''
  argument = ''
}

export const controls = memory(() => new FlowState(() => new Control()))

/** Of a frame of the control connection: where the client stood, and the transfer that it agrees on or begins. */
export interface Step {
  readonly directory: string
  readonly agreed: Transfer | undefined
  readonly begun: Transfer | undefined
}
export const steps = memory(() => new FrameFacts<Step>())

/** Commands that move data. */
export const moves = new Set(['RETR', 'STOR', 'STOU', 'APPE', 'LIST', 'NLST', 'MLSD'])

/** `path`, seen from `directory`; both with '/' between their parts. */
export function standIn(directory: string, path: string): string {
  const parts = path.startsWith('/') ? [] : directory.split('/').filter(Boolean)
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`.slice(0, 1024)
}
