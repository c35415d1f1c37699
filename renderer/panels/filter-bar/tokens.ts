// Colouring of a filter as it is typed: what a piece of text looks like, not what it means; the decoder says that.
export type TokenKind = 'string' | 'operator' | 'word' | 'number' | 'name' | 'function' | 'reference' | 'bracket'

export interface Token {
  kind: TokenKind
  from: number
  to: number
}

const operatorWords =
  /^(and|or|xor|not|eq|ne|gt|ge|lt|le|in|contains|matches|any|all|any_eq|all_ne|all_eq|any_ne|bitand|bitwise_and)$/i
/** Addresses, times and numbers; a field begins with a letter, except for a few protocols such as 9p. */
const numeric = /^(\d[\d.:/-]*|0x[\da-f]+|[\da-f]{2}([:.-][\da-f]{2})+|[\da-f]{0,4}:[\da-f:.]*(\/\d+)?|true|false)$/i
const piece =
  /(r?"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)|(\$\{[^}]*\}?|\$[\w.-]+)|([A-Za-z0-9_@.][\w.:/@-]*)|([(){}[\],#])|([!=<>~&|^+\-*/%]+)/g

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(piece)) {
    const [all, quoted, reference, word, bracket] = match
    const kind: TokenKind = quoted
      ? 'string'
      : reference
        ? 'reference'
        : word
          ? wordKind(word, text.slice(match.index + all.length))
          : bracket
            ? 'bracket'
            : 'operator'
    tokens.push({ kind, from: match.index, to: match.index + all.length })
  }
  return tokens
}

function wordKind(word: string, behind: string): TokenKind {
  if (operatorWords.test(word)) return 'word'
  if (numeric.test(word)) return 'number'
  return /^\s*\(/.test(behind) ? 'function' : 'name'
}
