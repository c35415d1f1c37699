// Record heads of pcap files that are longer than their magic number says: of Nokia's firewalls, and of the patched libpcap of SuSE 6.3 and Red Hat 6.1.
import type { PcapVariant } from './types'
import type { ScanWindow } from './window'

interface Head {
  variant: PcapVariant
  size: number
}

/** Under each magic number, the usual one first. */
const heads: Readonly<Record<'microseconds' | 'modified', readonly Head[]>> = {
  microseconds: [
    { variant: 'microseconds', size: 16 },
    { variant: 'nokia', size: 20 },
    { variant: 'red-hat', size: 24 },
  ],
  modified: [
    { variant: 'modified', size: 24 },
    { variant: 'suse', size: 28 },
  ],
}
/** Records that are looked at. */
const looked = 1000
/** Longest packet on any wire: what reassembling adapters hand over. */
const longest = 0x1000000

interface Walk {
  /** Records that are whole and could be ones. */
  good: number
  /** Something that cannot be a record was met. */
  wrong: boolean
  /** Number of the first record whose fraction is a million or more. */
  beyond: number | null
}

function walk({ view, start, end }: ScanWindow, { size }: Head, little: boolean, largest: number): Walk {
  let at = start
  let beyond: number | null = null
  for (let good = 0; good < looked; good++) {
    if (end - at < size) return { good, wrong: false, beyond }
    const fraction = view.getUint32(at + 4, little)
    const captured = view.getUint32(at + 8, little)
    const length = view.getUint32(at + 12, little)
    if (fraction >= 1e9 || captured > largest || captured > length || length > longest)
      return { good, wrong: true, beyond }
    if (end - at < size + captured) return { good, wrong: false, beyond }
    if (fraction >= 1e6) beyond ??= good + 1
    at += size + captured
  }
  return { good: looked, wrong: false, beyond }
}

/**
 * The head that the records in the window have: the usual one, unless something that cannot be a record follows with it and nothing of the kind
 * does with another. `beyond` is the first record whose fraction of a second is no number of microseconds.
 */
export function judgeRecords(
  window: ScanWindow,
  magic: 'microseconds' | 'modified',
  little: boolean,
  largest: number,
): { head: number; variant: PcapVariant; beyond: number | null } {
  const [usual, ...others] = heads[magic] as [Head, ...Head[]]
  const plain = walk(window, usual, little, largest)
  const answer = ({ size, variant }: Head, { beyond }: Walk) => ({ head: size, variant, beyond })
  if (!plain.wrong) return answer(usual, plain)
  for (const head of others) {
    const other = walk(window, head, little, largest)
    if (!other.wrong && other.good > plain.good && other.good > 1) return answer(head, other)
  }
  return answer(usual, { ...plain, beyond: null })
}
