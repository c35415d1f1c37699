/** What is told of a TCP conversation (opening, close, place of the capture), in every language. */
import { inAll } from '../words/language'
import { en } from './story-words.en'
import { ko } from './story-words.ko'

export const words = inAll(en, { ko })
