import { typeface } from './typeface.ts'

/**
 * Text as our typeface can write it. What it has no letter for (Chinese, Japanese, Korean, Arabic, Hebrew,
 * Thai, emoji) becomes `�`, one for each character a reader would count: whoever reads it sees that
 * something is missing rather than something else.
 */
export function writable(text: string): string {
  const { regular } = typeface()
  const known = (grapheme: string) =>
    Array.from(grapheme).every((char) => regular.hasGlyphForCodePoint(char.codePointAt(0) ?? 0))
  return Array.from(graphemes.segment(plain(text)), ({ segment }) =>
    segment === '\n' || known(segment) ? segment : MISSING,
  ).join('')
}

export const MISSING = '\uFFFD'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Accents joined to their letters, tabs as spaces, and no other control characters than the end of a line. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll('\t', ' ')
    .replaceAll(/[\p{Cc}--\n]/gv, '')
}
