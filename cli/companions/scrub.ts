/** `wirelens scrub IN -o OUT`: a copy that can be shown to others. Addresses, names and payloads are replaced; everything else stays as it is. */
import { randomBytes } from 'node:crypto'
import { Refused } from '../../engine/refused'
import { keepable } from '../../engine/scrub/policy'
import type { Keepable } from '../../engine/scrub/policy'
import { beginScrub } from '../../engine/scrub/scrub-file'
import { exitCode } from '../exit-codes'
import { checkNew, checkOther } from '../new-file'
import { Output } from '../output'
import { safe } from '../terminal-text'
import { warnOf } from './merge'
import { wholeOrNot } from './whole-or-not'
import { formatOf, readWords } from './words'

const usage =
  'Usage: wirelens scrub IN -o OUT [-F pcapng|pcap|nsecpcap] [--keep WHAT[,WHAT…]] [--keep-payload] [--seed TEXT] [--report text|json|none]\n' +
  `       [--list] [--overwrite]     WHAT: ${keepable.join(', ')}`

export async function scrub(args: readonly string[]): Promise<number> {
  const words = readWords(args, {
    valued: ['o', 'F', 'keep', 'seed', 'report'],
    plain: ['keep-payload', 'list', 'overwrite'],
    usage,
  })
  const [from, ...more] = words.files
  const to = words.values.get('o')?.at(-1)
  if (from === undefined || to === undefined || more.length)
    throw new Refused('usage', 'scrub needs one file to read, and one to write behind -o.', usage)
  const report = words.values.get('report')?.at(-1) ?? 'text'
  if (!['text', 'json', 'none'].includes(report))
    throw new Refused('usage', `"${safe(report)}" is no form of a report.`, 'Known to --report: text, json, none.')
  const keep = keptOf(words.values.get('keep') ?? [])
  if (words.values.has('keep-payload')) keep.add('payload')
  checkOther(to, from)
  checkNew(to, words.values.has('overwrite'))
  // A seed that nobody knows: without one that was given, nothing leads back.
  const seed = words.values.get('seed')?.at(-1) ?? randomBytes(32).toString('hex')
  const work = await beginScrub({ from, to, format: formatOf(words), seed, keep })
  try {
    warnOf(work.table)
    let text = ''
    await wholeOrNot(
      async () => {
        const done = await work.run()
        const list = words.values.has('list')
        if (report === 'text') text = safeLines(done.toText(list))
        else if (report === 'json') text = `${JSON.stringify(done.toJson(list), null, 2)}\n`
      },
      () => work.abandon(),
    )
    const out = new Output()
    out.write(text)
    out.flush()
    return exitCode.done
  } finally {
    work.close()
  }
}

const safeLines = (text: string): string => text.split('\n').map(safe).join('\n')

function keptOf(texts: readonly string[]): Set<Keepable> {
  const kept = new Set<Keepable>()
  for (const word of texts.flatMap((text) => text.split(','))) {
    const known = keepable.find((it) => it === word)
    if (!known)
      throw new Refused('usage', `"${safe(word)}" is nothing that --keep knows.`, `Known: ${keepable.join(', ')}.`)
    kept.add(known)
  }
  return kept
}
