// Catalogues in every language are typed by the English one.
import { expect, it } from 'vitest'
import { inAll, languageOf } from '../../engine/words/language'
import type { Same } from '../../engine/words/language'

const en = { closed: (frame: number) => `Closed in frame ${frame}.`, open: 'Still open.' }
const ko: Same<typeof en> = { closed: (frame) => `프레임 ${frame}에서 닫혔습니다.`, open: '아직 열려 있습니다.' }
// @ts-expect-error A sentence is missing.
const lacking: Same<typeof en> = { open: '아직 열려 있습니다.' }
// @ts-expect-error A sentence is left over.
const more: Same<typeof en> = { closed: () => '닫혔습니다.', open: '아직 열려 있습니다.', late: '늦었습니다.' }

it('says a sentence in the language asked for', () => {
  const words = inAll(en, { ko })
  expect([words('en').closed(3), words('ko').closed(3), words('ko').open]).toEqual([
    'Closed in frame 3.',
    '프레임 3에서 닫혔습니다.',
    '아직 열려 있습니다.',
  ])
})

it('has no sentence that only one language knows', () => {
  expect([Object.keys(lacking).length < Object.keys(en).length, 'late' in more]).toEqual([true, true])
})

it.each([
  ['ko_KR.UTF-8', 'ko'],
  ['ko-KR', 'ko'],
  ['en', 'en'],
  ['C', undefined],
  ['kok_IN', undefined],
])('reads the locale %s as %s', (locale, language) => {
  expect(languageOf(locale)).toBe(language)
})
