/** What a field is: English stands where the field is declared (its `help`), the other languages in a catalogue per protocol. */
import type { Field } from '../../dissect/field'
import type { Language } from '../../words/language'
import { koreanOf } from './korean'

/** One or two sentences, in English where the language has none; '' where there is none at all. */
export const whatIs = (field: Field, language: Language): string =>
  (language === 'ko' && koreanOf.get(field.name)) || (field.help ?? '')
