import type { AbstractIntlMessages } from 'next-intl'

/** Two trees of words as one. A key that both have is the later one's. */
export function merged(one: AbstractIntlMessages, other: AbstractIntlMessages): AbstractIntlMessages {
  const both = { ...one }
  for (const [key, words] of Object.entries(other)) {
    const known = both[key]
    both[key] = typeof known === 'object' && typeof words === 'object' ? merged(known, words) : words
  }
  return both
}
