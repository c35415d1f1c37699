/** Names of differentiated services codepoints (RFC 2474, 2597, 3246, 5865, 8622) and congestion notification codes (RFC 3168). */

export const dscpNames: Readonly<Record<number, string>> = {
  0: 'Default',
  1: 'Lower Effort',
  8: 'Class Selector 1',
  10: 'Assured Forwarding 11',
  12: 'Assured Forwarding 12',
  14: 'Assured Forwarding 13',
  16: 'Class Selector 2',
  18: 'Assured Forwarding 21',
  20: 'Assured Forwarding 22',
  22: 'Assured Forwarding 23',
  24: 'Class Selector 3',
  26: 'Assured Forwarding 31',
  28: 'Assured Forwarding 32',
  30: 'Assured Forwarding 33',
  32: 'Class Selector 4',
  34: 'Assured Forwarding 41',
  36: 'Assured Forwarding 42',
  38: 'Assured Forwarding 43',
  40: 'Class Selector 5',
  44: 'Voice Admit',
  46: 'Expedited Forwarding',
  48: 'Class Selector 6',
  56: 'Class Selector 7',
}

export const ecnNames: Readonly<Record<number, string>> = {
  0: 'Not ECN-Capable Transport',
  1: "ECN-Capable Transport codepoint '01'",
  2: "ECN-Capable Transport codepoint '10'",
  3: 'Congestion Experienced',
}

const SHORT: Readonly<Record<number, string>> = { 0: 'CS0', 1: 'LE', 44: 'VOICE-ADMIT', 46: 'EF PHB' }

/** `CS1`, `AF21`, `EF PHB`: the codepoint as network people call it. */
export function dscpShort(value: number): string {
  const known = SHORT[value]
  if (known) return known
  if (value % 8 === 0) return `CS${value / 8}`
  const [level, drop] = [value >> 3, (value >> 1) & 3]
  return value % 2 === 0 && level >= 1 && level <= 4 && drop >= 1 ? `AF${level}${drop}` : 'Unknown'
}

export const ecnShort: readonly string[] = ['Not-ECT', 'ECT(1)', 'ECT(0)', 'CE']

/** What stands behind the byte in the tree: `0x00 (DSCP: CS0, ECN: Not-ECT)`. */
export const dsfieldText = (value: number): string =>
  `0x${value.toString(16).padStart(2, '0')} (DSCP: ${dscpShort(value >> 2)}, ECN: ${ecnShort[value & 3]})`
