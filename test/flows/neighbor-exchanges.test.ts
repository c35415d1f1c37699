// Neighbour solicitations and what answers them: questions, second answers, probes of an address, announcements, silence.
import { describe, expect, it } from 'vitest'
import { makePlan } from '../../engine/dissect/plan'
import { registry } from '../../engine/protocols'
import { CaptureBuilder, bytes, ethernet, icmpv6, ip6, ipv6 } from '../support/packet-builder'
import { withMade } from './made-session'

const NAMES = ['response_in', 'response_to', 'time', 'no_response'].map((name) => `icmpv6.nd.${name}`)
const plan = makePlan(registry, { fields: NAMES.map((name) => registry.field(name)) })

const NOBODY = '::'
const ALL = 'ff02::1'
const zero = [0, 0, 0, 0]
const SOLICITED = [0x60, 0, 0, 0]
const OVERRIDE = [0x20, 0, 0, 0]

const ask = (source: string, target: string) =>
  ethernet({}, ipv6({ source, destination: 'ff02::1:ff00:2', hopLimit: 255 }, icmpv6(135, 0, bytes(zero, ip6(target)))))
const tell = (target: string, destination: string, flags = SOLICITED) =>
  ethernet({}, ipv6({ source: target, destination, hopLimit: 255 }, icmpv6(136, 0, bytes(flags, ip6(target)))))

/** What is said of each frame: field → value. */
const said = (made: CaptureBuilder): Promise<Record<string, number>[]> =>
  withMade(made, (session) =>
    Array.from({ length: session.count }, (_, i) => {
      const { records } = session.decode(i, plan)
      return Object.fromEntries(
        Array.from({ length: records.count }, (_unused, r) => [
          registry.fields[records.field[r]!]!.name.replace('icmpv6.nd.', ''),
          records.value[r]!,
        ]),
      )
    }),
  )

describe('neighbour solicitations', () => {
  it('are answered by the advertisement that names target and asker', async () => {
    const made = new CaptureBuilder()
      .add(ask('fe80::1', 'fe80::2'))
      .wait(0.001)
      .add(ask('fe80::3', 'fe80::2'))
      .wait(0.001)
      .add(tell('fe80::2', 'fe80::1'))
      .wait(0.001)
      .add(tell('fe80::2', 'fe80::3'))
      .wait(0.001)
      .add(tell('fe80::2', 'fe80::3'))
    expect(await said(made)).toEqual([
      { response_in: 3 },
      { response_in: 4 },
      { response_to: 1, time: 2_000_000 },
      { response_to: 2, time: 2_000_000 },
      { response_to: 2 },
    ])
  })
  it('without an answer say so', async () => {
    const made = new CaptureBuilder().add(ask('fe80::1', 'fe80::2')).add(tell('fe80::9', 'fe80::1'))
    expect(await said(made)).toEqual([{ no_response: 1 }, {}])
  })
  it('that probe an address are answered by its owner, to all', async () => {
    const made = new CaptureBuilder()
      .add(ask(NOBODY, 'fe80::2'))
      .wait(0.1)
      .add(tell('fe80::2', ALL, OVERRIDE))
    expect(await said(made)).toEqual([{ response_in: 2 }, { response_to: 1, time: 100_000_000 }])
  })
  it('that found an address free are not answered by its announcement', async () => {
    const made = new CaptureBuilder()
      .add(ask(NOBODY, 'fe80::2'))
      .wait(1.01)
      .add(tell('fe80::2', ALL, OVERRIDE))
    expect(await said(made)).toEqual([{ no_response: 1 }, {}])
  })
})
