/** The sheets that Wirelens brings. */
import type { Sheet } from '../sheet'
import { arpSheet } from './arp'
import { otherSheets } from './others'
import { tcpSheet } from './tcp'

export const builtInSheets: readonly Sheet[] = [tcpSheet, arpSheet, ...otherSheets]
