/**
 * The languages that Wirelens speaks, and catalogues of sentences in them. A catalogue is an object with a name for each sentence; a sentence is
 * a text, or a function of its arguments. English is written first; the others are typed by it, so that a sentence that is missing, left over or
 * takes other arguments does not compile:
 *
 *     const en = { closed: (frame: number) => `Closed in frame ${frame}.`, open: 'Still open.' }
 *     const ko: Same<typeof en> = { closed: (frame) => `프레임 ${frame}에서 닫혔습니다.`, open: '아직 열려 있습니다.' }
 *     export const words = inAll(en, { ko })          // words().closed(35) in the language spoken, words('ko').closed(35)
 */
export const languages = ['en', 'ko'] as const
export type Language = (typeof languages)[number]

type Sentence = string | ((...args: never[]) => string)

/** The sentences of `C`, with the same arguments, in another language. */
export type Same<C> = {
  readonly [Name in keyof C]: C[Name] extends (...args: infer Args) => string ? (...args: Args) => string : string
}

/** One catalogue in all languages: called without one, in that which the process speaks. */
export function inAll<C extends Readonly<Record<string, Sentence>>>(
  en: C & Same<C>,
  others: Readonly<Record<Exclude<Language, 'en'>, Same<C>>>,
): (language?: Language) => Same<C> {
  const all: Readonly<Record<Language, Same<C>>> = { ...others, en }
  return (language = current) => all[language]
}

let current: Language = 'en'

/**
 * The language of sentences made from now on. It belongs to the process, because a process serves one user: a command, or the windows of one
 * shell and their decoder. What needs another language for one text (a report) names it.
 */
export function speak(language: Language): void {
  current = language
}
/** The language that this process speaks; English until somebody has said otherwise. */
export const spoken = (): Language => current

/** What `make` gives while this language is spoken: for one text in another language. Nothing in it may wait. */
export function inLanguage<T>(language: Language, make: () => T): T {
  const before = current
  current = language
  try {
    return make()
  } finally {
    current = before
  }
}

/** The language that a locale's name (`ko_KR.UTF-8`, `ko-KR`, `en`) asks for; undefined when Wirelens does not speak it. */
export function languageOf(locale: string): Language | undefined {
  const name = locale.toLowerCase().split(/[-_.@]/, 1)[0]
  return languages.find((language) => language === name)
}
