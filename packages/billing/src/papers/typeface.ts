import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'

export interface Typeface {
  regular: Font
  bold: Font
}

/**
 * Noto Sans, under the Open Font License: Latin with the accents of every language that is written in it,
 * Greek, Cyrillic and Devanagari. Only the letters used go into a file.
 */
export function typeface(): Typeface {
  read ??= {
    regular: open('400Regular/NotoSans_400Regular.ttf'),
    bold: open('700Bold/NotoSans_700Bold.ttf'),
  }
  return read
}

/** Kept, because most of the work of drawing one page would be reading the tables of the fonts again. */
let read: Typeface | undefined

const require = createRequire(import.meta.url)
const open = (file: string) => create(readFileSync(require.resolve(`@expo-google-fonts/noto-sans/${file}`)))
