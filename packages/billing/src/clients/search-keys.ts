/** How texts are made comparable, before they are stored and before they are searched for. */

/** Long enough to sort by, short enough for a page's cursor, whatever the script. */
const KEY_LENGTH = 64

const ACCENTS = /[\u0300-\u036f]/g

/** Capital letters make no difference. */
export const lowered = (text: string): string => text.normalize('NFC').toLowerCase()

/** Nor do accents: “Élan” is found under e, and stands there in the list. */
export function nameKey(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(ACCENTS, '').toLowerCase().normalize('NFC').trim()
  return [...plain].slice(0, KEY_LENGTH).join('')
}

/** Everything that begins with the text lies from it up to here: there is no higher character. */
export const endOfPrefix = (text: string): string => `${text}\u{10FFFF}`
