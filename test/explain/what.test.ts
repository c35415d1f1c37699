// What fields are, in both languages: none is missing for what the shipped samples (and the seed, when it is there) hold, none is left over.
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { explainFrame } from '../../engine/explain/explain'
import { koreanOf } from '../../engine/explain/what/korean'
import { whatIs } from '../../engine/explain/what/what'
import { registry } from '../../engine/protocols'
import { Session } from '../../engine/session/session'
import { needs } from '../support/skip'

const hangul = /[\uac00-\ud7a3]/

/** Fields that the packets of a capture show, but for what the capture says of the frame itself. */
async function fieldsIn(path: string): Promise<Set<string>> {
  const session = await Session.open(path)
  while (!session.stepSync());
  const fields = new Set<string>()
  for (let frame = 1; frame <= session.count; frame++)
    for (const e of explainFrame(session, frame, 'en')) {
      fields.add(e.field)
      if (!e.why.length) expect([e.field, e.noReason]).toEqual([e.field, expect.stringMatching(/\w/)])
    }
  session.close()
  return fields
}

async function lacking(path: string): Promise<string[]> {
  const names = [...(await fieldsIn(path))]
  return names.filter((name) => {
    const field = registry.byName.get(name)!
    const [en, ko] = [whatIs(field, 'en'), whatIs(field, 'ko')]
    return !en || hangul.test(en) || !hangul.test(ko)
  })
}

describe('what a field is', () => {
  it.each(['tcp-hello', 'arp-pairs', 'dns-ping'])('is said in both languages for all of samples/%s', async (name) => {
    expect(await lacking(`samples/${name}.pcapng`)).toEqual([])
  })

  const seed = needs(existsSync('../shared/seed'), '../shared is not there')
  for (const name of ['seed-tcp-handshake', 'seed-arp-pairs'])
    seed.it(`is said in both languages for all of ${name}`, async () => {
      expect(await lacking(`../shared/seed/${name}.pcapng`)).toEqual([])
    })

  it.each(['eth', 'vlan', 'arp', 'ip', 'ipv6', 'icmp', 'icmpv6', 'tcp', 'udp', 'dns', 'dhcp'])(
    'is said in both languages for every field of %s',
    (name) => {
      const own = registry.fields.filter((f) => f.name === name || f.name.startsWith(`${name}.`))
      expect(own.length).toBeGreaterThan(5)
      const missing = own.filter(
        (f) => !whatIs(f, 'en') || hangul.test(whatIs(f, 'en')) || !hangul.test(whatIs(f, 'ko')),
      )
      expect(missing.map((f) => f.name)).toEqual([])
      // A sentence that says no more than the label does says nothing.
      expect(
        own
          .filter((f) => whatIs(f, 'en').replace(/\.$/, '').toLowerCase() === f.label.toLowerCase())
          .map((f) => f.name),
      ).toEqual([])
    },
  )

  it('has no Korean sentence about a field that is not there, and none twice the same as its name', () => {
    expect([...koreanOf.keys()].filter((name) => !registry.byName.has(name))).toEqual([])
    expect([...koreanOf.values()].filter((text) => !hangul.test(text) || !/[.)]$/.test(text))).toEqual([])
  })
})
