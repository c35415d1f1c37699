/** Names of PIM's registries (IANA, pim-parameters). */
export const types: Readonly<Record<number, string>> = {
  0: 'Hello',
  1: 'Register',
  2: 'Register-stop',
  3: 'Join/Prune',
  4: 'Bootstrap',
  5: 'Assert',
  6: 'Graft',
  7: 'Graft-Ack',
  8: 'Candidate-RP-Advertisement',
  9: 'State-Refresh',
  10: 'DF election',
  11: 'ECMP redirect',
  12: 'PFM source discovery',
}
export const optionNames: Readonly<Record<number, string>> = {
  1: 'Hold Time',
  2: 'LAN Prune Delay',
  18: 'Deprecated and should not be used',
  19: 'DR Priority',
  20: 'Generation ID',
  21: 'State-Refresh',
  22: 'Bidirectional Capable',
  24: 'Address List',
  26: 'Join Attribute',
  65001: 'Address List',
  65004: 'RPF Proxy Vector (Cisco proprietary)',
}
