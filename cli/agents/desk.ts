/** What every tool for agents is, and what all of them work on. */
import { z } from 'zod'
import { decoderCalls } from '../../engine/api'
import { answer } from '../../engine/api/call'
import type { Decoder } from '../../engine/api/decoder'
import { limits } from '../../engine/limits'
import { Refused } from '../../engine/refused'

/** What all tools work on. */
export interface Desk {
  decoder: Decoder
  allowed: readonly string[]
  reveal: boolean
}

export interface Tool {
  name: string
  title: string
  description: string
  input: z.ZodObject
  /** Members of the answer that may be cut at their ends when it is too long. */
  cut?: readonly string[]
  run: (desk: Desk, args: never) => Promise<Record<string, unknown>>
}

export const tool = <Shape extends z.ZodRawShape>(
  name: string,
  title: string,
  description: string,
  shape: Shape,
  run: (desk: Desk, args: z.infer<z.ZodObject<Shape>>) => Promise<Record<string, unknown>>,
  cut: readonly string[] = [],
): Tool => ({ name, title, description, input: z.strictObject(shape), run, cut })

export const frame = z.int().min(1).max(0xffff_ffff).describe('Number of a packet, counted from 1')
export const from = z.int().min(0).max(0xffff_ffff).default(0).describe('Where to begin, counted from 0')
export const count = (most: number, usual: number): z.ZodDefault<z.ZodInt> =>
  z.int().min(1).max(most).default(usual).describe(`How many, at most ${most}`)
export const filter = z.string().max(limits.filterText).describe('A display filter in Wireshark’s language')

/** Asks the decoder as a window does. */
export async function ask<T>({ decoder }: Desk, call: string, args: object): Promise<T> {
  const reply = await answer(decoderCalls, decoder, { id: 1, call, args })
  if ('error' in reply) throw new Refused(reply.error.code, reply.error.message, reply.error.hint ?? '')
  return reply.value as T
}

/** The session, indexed to its end: what is said of a part of a capture could be taken for the whole. */
export async function whole(desk: Desk): Promise<Decoder['open']> {
  await ask(desk, 'session.settled', {})
  return desk.decoder.open
}

export const more = (at: number, got: number, total: number): object => (at + got < total ? { next: at + got } : {})
