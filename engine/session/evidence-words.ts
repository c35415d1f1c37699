/** What the computed values of a TCP segment come from, in every language. */
import { inAll } from '../words/language'
import { en } from './evidence-words.en'
import { ko } from './evidence-words.ko'

export const words = inAll(en, { ko })
