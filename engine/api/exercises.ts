/** Calls about exercise captures: `exercise.*`. */
import { ReplacementFile } from '../capture-file/replacement-file'
import { forge, scenarioList } from '../forge/forge'
import { languages } from '../words/language'
import { callsOf } from './call'
import { integer, object, oneOf, text } from './check'
import type { Decoder } from './decoder'

const call = callsOf<Decoder>()

/** What there is, in the language of whoever asks. */
export const list = call(object({ language: oneOf(...languages) }), (_, o): { name: string; text: string }[] =>
  scenarioList(o.language),
)

/** For shells: writes an exercise capture; how many packets it has. */
export const make = call(
  object({ name: text(64), seed: integer(0, 0xffff_ffff), language: oneOf(...languages), path: text() }),
  async (_, { name, seed, language, path }): Promise<number> => {
    const { file, packets } = forge(name, { seed }, language)
    const out = await ReplacementFile.create(path)
    try {
      out.write(file)
      await out.commit()
    } catch (error) {
      await out.abandon()
      throw error
    }
    return packets
  },
)
