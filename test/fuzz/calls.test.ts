/**
 * Random calls to a decoder: whatever a window sends is answered with a value or a refusal, and never takes long. What a call takes is learnt
 * from its own refusals ("must be one of …", "left out: it is not known"), so a new call is fuzzed without a line here.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { decoderCalls } from '../../engine/api'
import { answer, type Call } from '../../engine/api/call'
import { Decoder } from '../../engine/api/decoder'
import { shellCalls } from '../../shell/calls'
import { sampleBytes } from '../support/samples'
import type { Random } from '../support/random'
import { chosen, runRounds, secondsOf } from './rounds'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-fuzz-calls-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Calls that act on the machine: only their checks are fuzzed. `watch` starts a thread. */
const onlyChecked = new Set(['session.watch'])
const perRound = 300

type AnyCall = Call<never, unknown, unknown>
const callsOf = (areas: object): [string, AnyCall][] =>
  Object.entries(areas).flatMap(([area, calls]) =>
    Object.entries(calls as Record<string, AnyCall>)
      .filter(([, call]) => typeof call?.check === 'function')
      .map(([name, call]): [string, AnyCall] => [`${area}.${name}`, call]),
  )
const decoderOnes = callsOf(decoderCalls)
const shellOnes = callsOf(shellCalls)

/** Every word of the sources that may be the name of a member. */
const words = [
  ...new Set(
    ['engine/api', 'shell'].flatMap((place) =>
      readdirSync(place)
        .filter((name) => name.endsWith('.ts'))
        .flatMap((name) => [...readFileSync(join(place, name), 'utf8').matchAll(/\b([a-z]\w*)\b(?=:|,| \})/gi)])
        .map(([, word]) => word!),
    ),
  ),
]
const nothing = Symbol('nothing')
const complaint = (call: AnyCall, args: unknown): string => {
  try {
    call.check(args, 'x')
    return ''
  } catch (error) {
    return (error as Error).message
  }
}
const learnt = new Map<AnyCall, string[]>()
function membersOf(call: AnyCall): string[] {
  const known = learnt.get(call) ?? words.filter((word) => !complaint(call, { [word]: nothing }).includes('left out'))
  learnt.set(call, known)
  return known
}

const nasty: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1,
    0.5,
    NaN,
    Infinity,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    10n,
    '',
    'x',
    '\0',
    '../x',
    '__proto__',
  ],
  ...[
    'constructor',
    'tcp',
    'ip.addr == 1.2.3.4',
    'a'.repeat(5000),
    '\u202e\u001b[31m',
    [],
    {},
    [[]],
    [1, [2]],
    new Uint8Array(3),
  ],
  ...[new Date(0), new Map([[1, 2]]), /x/, { length: 1e9 }, { toString: 1 }, Object.create(null) as object],
]

/** A value that the check asks for, as far as its words say what that is. */
function wanted(random: Random, call: AnyCall, args: Record<string, unknown>, member: string): unknown {
  let value: unknown = nothing
  for (let turn = 0; turn < 6; turn++) {
    const said = complaint(call, { ...args, [member]: value })
    const mine = new RegExp(`^x\\.${member}([^ ]*) must be (.*)\\.$`).exec(said)
    if (!mine) return value === nothing ? 1 : value
    const [, inside, what] = mine
    const put = (fresh: unknown): void => {
      if (inside === '') value = fresh
      else if (Array.isArray(value)) value = Array.from({ length: 1 + random.below(3) }, () => fresh)
      else value = { ...(value as object), [inside!.replace(/^\.|\W.*$/g, '')]: fresh }
    }
    const list = /^one of (.*)$/.exec(what!)
    const range = /^a whole number from (-?\d+) to (\d+)$/.exec(what!)
    if (list) put(random.pick(list[1]!.split(', ')))
    else if (range) {
      const [low, high] = [Number(range[1]), Number(range[2])]
      put(random.below(3) ? Math.min(high, low + random.below(12)) : random.pick([low, high, Math.floor(high / 2)]))
    } else if (what === 'true or false') put(random.below(2) === 0)
    else if (what!.startsWith('text'))
      put(random.pick(['tcp', 'udp.port == 53', 'ip.src', 'hello', '', 'a ${b} [c', 'a'.repeat(200)]))
    else if (what!.startsWith('a list')) put([1])
    else if (what!.includes('bytes')) put(new Uint8Array(4))
    else if (what === 'an object') put({})
    else return random.pick(nasty)
  }
  return value
}

function argsFor(random: Random, call: AnyCall): unknown {
  if (random.below(40) === 0) return random.pick(nasty)
  const args: Record<string, unknown> = {}
  for (const member of membersOf(call)) {
    if (random.below(3) === 0) args[member] = wanted(random, call, args, member)
    if (random.below(25) === 0) args[member] = random.pick(nasty)
  }
  // Mostly nothing is missing.
  for (let n = 0; n < 10 && random.below(20); n++) {
    const missing = /^x\.(\w+) must be/.exec(complaint(call, args))?.[1]
    if (missing === undefined || missing in args) break
    args[missing] = wanted(random, call, args, missing)
  }
  if (random.below(30) === 0) args[random.pick(['__proto__', 'constructor', 'extra', 'path'])] = random.pick(nasty)
  // Nothing outside of the folder of this test is opened or written.
  if ('path' in args && typeof args['path'] === 'string')
    args['path'] = join(folder, random.pick(['a.pcapng', 'b.pcapng', 'none', 'gone/x']))
  return args
}

it.runIf(chosen('calls'))(
  'random calls are answered or refused',
  async () => {
    expect(decoderOnes.length).toBeGreaterThan(20)
    writeFileSync(join(folder, 'a.pcapng'), sampleBytes('tcp-hello'))
    writeFileSync(join(folder, 'b.pcapng'), sampleBytes('dns-ping'))
    const passed = new Set<string>()
    const tally = await runRounds('calls', async ({ random, did, timed }) => {
      const decoder = new Decoder(() => undefined)
      if (random.below(10)) await decoder.load(join(folder, 'a.pcapng'), {})
      const under: Promise<unknown>[] = []
      for (let n = 0; n < perRound; n++) {
        if (random.below(4) === 0) {
          const [name, call] = random.pick(shellOnes)
          const args = argsFor(random, call)
          const said = timed(() => {
            try {
              call.check(args, name)
              return 'checked'
            } catch (error) {
              return (error as { code?: string }).code ?? (error as Error).stack
            }
          })
          if (said !== 'checked' && said !== 'bad-request') throw new Error(`${name} ${JSON.stringify(args)}: ${said}`)
          did(`shell: ${said}`)
          continue
        }
        const [name, call] = random.pick(decoderOnes)
        const asked = random.below(50)
          ? name
          : random.pick(['', '.', 'a.b', 'session', 'session.constructor', '__proto__.x', `${name}.x`])
        if (onlyChecked.has(asked)) continue
        const args = argsFor(random, call)
        const started = performance.now()
        const answering = answer(decoderCalls, decoder, { id: n, call: asked, args }).then((reply) => {
          const took = performance.now() - started
          if (took > 5000) throw new Error(`${asked} took ${took} ms`)
          if (!('error' in reply)) {
            passed.add(asked)
            did('answered')
            return undefined
          }
          if (reply.error.code === 'fault') throw new Error(`${asked} ${show(args)}: ${reply.error.message}`)
          did(reply.error.code)
          if (reply.error.code === 'nothing-open' && random.below(3) === 0)
            return decoder.load(join(folder, 'a.pcapng'), {}).then(
              () => undefined,
              () => undefined,
            )
          return undefined
        })
        under.push(answering)
        if (random.below(5)) await answering
      }
      await Promise.all(under)
      decoder.shut()
    })
    expect(tally.count).toBeGreaterThan(perRound / 2)
    // Nearly each call was reached behind its check, or this test tests nothing. Few rounds, on a busy machine, do not reach all.
    const missed = decoderOnes.map(([name]) => name).filter((name) => !passed.has(name) && !onlyChecked.has(name))
    if (tally.rounds > 20)
      expect(missed.length, missed.join(' ')).toBeLessThan(decoderOnes.length / (tally.rounds > 60 ? 6 : 3))
    expect(tally.memory).toBeLessThan(1024 ** 3)
  },
  (secondsOf('calls') + 120) * 1000,
)

const show = (args: unknown): string =>
  JSON.stringify(args, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : typeof value === 'symbol' ? 'symbol' : value,
  )?.slice(0, 500)
