/** Text of packets as text of XML: its five marks as references, control and direction characters written out. */
import { safe } from '../terminal-text'

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
}

const plain = /^[ !#-%(-;=?-~]*$/

export const xmlText = (text: string): string =>
  plain.test(text) ? text : safe(text).replace(/[&<>"']/g, (c) => references[c]!)
