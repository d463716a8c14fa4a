/**
 * The standard fonts of PDF write Western European letters (Windows-1252) and no others. What they
 * cannot write loses its accent, then becomes a question mark: a limit we state rather than a font
 * we ship. All four languages we speak are written completely.
 */
export function latin(text: string): string {
  const spaced = text.normalize('NFC').replaceAll(ODD_SPACES, '\u00A0').replaceAll('\u2212', '-')
  return Array.from(spaced, (char) => (isWritten(char) ? char : closest(char))).join('')
}

/** Intl groups thousands with narrow spaces that these fonts lack. */
const ODD_SPACES = /[\u2000-\u200A\u202F\u205F\u3000]/g

/** What Windows-1252 has between 0x80 and 0x9F. */
const EXTRAS = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ')

function isWritten(char: string): boolean {
  const code = char.codePointAt(0) ?? 0
  return char === '\n' || (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff) || EXTRAS.has(char)
}

/** Letters that no accent can be taken from. */
const PLAIN: Record<string, string> = {
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  ħ: 'h',
  ŋ: 'n',
  '\t': ' ',
  '\r': '',
}

function closest(char: string): string {
  const plain = PLAIN[char] ?? char.normalize('NFD').replaceAll(/\p{M}/gu, '')
  return plain === '' || Array.from(plain).every(isWritten) ? plain : '?'
}
