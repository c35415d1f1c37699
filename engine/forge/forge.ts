/** Exercise captures: made packet by packet from a scenario, the same for the same seed. */
import { Refused } from '../refused'
import type { Language } from '../words/language'
import { Desk } from './desk'
import type { ForgeWish } from './desk'
import type { Bytes } from './packets'
import type { Scenario } from './scenario'
import { applications } from './scenarios/applications'
import { attacks } from './scenarios/attacks'
import { closes } from './scenarios/closes'
import { local } from './scenarios/local'
import { network } from './scenarios/network'
import { openings } from './scenarios/openings'
import { troubles } from './scenarios/troubles'
import { scenarioWords } from './words'

export type { ForgeWish } from './desk'

export const scenarios: readonly Scenario[] = [
  ...openings,
  ...closes,
  ...troubles,
  ...attacks,
  ...local,
  ...network,
  ...applications,
]

/** What there is: name and sentence. */
export const scenarioList = (language: Language): { name: string; text: string }[] =>
  scenarios.map(({ name }) => ({ name, text: scenarioWords(language)[name] }))

/**
 * A pcapng file with the packets of a scenario.
 * @throws Refused when there is no such scenario, or the wish cannot be fulfilled
 */
export function forge(name: string, wish: ForgeWish, language: Language = 'en'): { file: Bytes; packets: number } {
  const scenario = scenarios.find((s) => s.name === name)
  if (!scenario)
    throw new Refused('usage', `There is no scenario "${name}".`, `Known: ${scenarios.map((s) => s.name).join(', ')}.`)
  check(wish)
  const desk = new Desk(wish)
  scenario.make(desk)
  return { file: desk.file(scenarioWords(language)[scenario.name]), packets: desk.count }
}

/** Bytes of a payload: it must fit one segment. */
const LONGEST = 1400

function check({ client, server, payload }: ForgeWish): void {
  for (const address of [client, server])
    if (address !== undefined && !/^((25[0-5]|2[0-4]\d|1?\d?\d)(\.|$)){4}$/.test(address))
      throw new Refused('usage', `"${address}" is no IPv4 address.`, 'Such as 192.168.0.10.')
  if (client !== undefined && client === server)
    throw new Refused('usage', 'Client and server have the same address.', 'Give them different ones.')
  if (payload !== undefined && new TextEncoder().encode(payload).length > LONGEST)
    throw new Refused('usage', `The payload is longer than ${LONGEST} bytes.`, 'Shorten it.')
}
