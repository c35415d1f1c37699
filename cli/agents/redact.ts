/** What an agent is not told unless its owner says so: passwords, cookies, tokens, keys. */

export const REDACTED = '[redacted]'

/** Names of fields whose value is a secret. */
const secretField =
  /(passw(or)?d|passphrase|authorization|cookie|community|secret|credential|session_?id$|(^|[._])psk([._]|$)|private_?key|nt_?(hash|response)|lm_?(hash|response)|lmhash|\.auth(_?(token|bearer|data|plain))?$|bearer|api_?key|access_?token)/i

/** Texts in which the rest of the line, or the next word, is a secret; what is kept of it stands in the first group. */
const patterns: readonly RegExp[] = [
  /((?:proxy-)?authorization["']?\s*[:=]\s*["']?)[^\r\n"']+/gi,
  /((?:set-)?cookie2?["']?\s*[:=]\s*["']?)[^\r\n"']+/gi,
  /((?:x-)?(?:api[-_]?key|auth[-_]?token|access[-_]?token|refresh[-_]?token|client[-_]?secret|session[-_]?id|csrf[-_]?token|passw(?:or)?d|passwd|pwd|secret|token)["']?\s*[:=]\s*["']?)[^\s&"';,\r\n]+/gi,
  /(\b(?:PASS|XPASS|ACCT)\s+)[^\r\n]+/g,
  /(\bAUTH(?:ENTICATE)?\s+[A-Z0-9-]+\s+)[^\s]+/gi,
  /(\bLOGIN\s+(?:"[^"]*"|\S+)\s+)[^\r\n]+/gi,
  /(\b(?:Basic|Bearer|Digest|Negotiate|NTLM)\s+)[A-Za-z0-9+/=._~-]{8,}[^\r\n]*/g,
  /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:)[^\s/@]+(?=@)/gi,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(\b(?:CLIENT_RANDOM|(?:CLIENT|SERVER)_(?:HANDSHAKE_)?TRAFFIC_SECRET(?:_\d+)?|EXPORTER_SECRET)\s+[0-9a-f]{8,}\s+)[0-9a-f]+/gi,
]

export const isSecretField = (name: string): boolean => secretField.test(name)

/** A text without the secrets that can be told by their form. */
export function redacted(text: string): string {
  let out = text
  for (const pattern of patterns) out = out.replace(pattern, `$1${REDACTED}`)
  return out
}

/** Whether a text of a line speaks of a secret, so that nothing under it is told either. */
export const holdsSecret = (text: string): boolean => redacted(text) !== text

/** A line of the tree of a secret field: its name, not its value. */
export const withoutValue = (line: string): string => {
  const at = line.indexOf(': ')
  return at < 0 ? REDACTED : `${line.slice(0, at)}: ${REDACTED}`
}
