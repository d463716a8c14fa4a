'use client'

import type { Sentence } from '@tieout/platform/contract'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'

/** The words of task kinds, `inbox.<kind>.<word>`. A kind that brought none still reads as words. */
export interface TaskWords {
  sentence(sentence: Sentence): string
  kind(kind: string): string
  /** A button may name the thing: its words are filled in like the title. */
  action(labelKey: string, params?: Sentence['params']): string
  /** What came of an action, where its kind has words for that, filled in with what it answered. */
  outcome(kind: string, action: string, values: Record<string, unknown>): string | null
  field(kind: string, field: string): string
  option(kind: string, field: string, value: string): string
  /** A value that names a field, such as what is missing: by that field's name. Other values as they are. */
  value(kind: string, value: string): string
}

export function useTaskWords(): TaskWords {
  const t = useTranslations()
  return useMemo(() => {
    const find = (...keys: string[]) => keys.find((key) => t.has(key))
    const say = (fallback: string, ...keys: string[]) => {
      const key = find(...keys)
      return key ? t(key) : humanised(fallback)
    }
    const sayOf = (key: string, params: Sentence['params']) => (t.has(key) ? t(key, params) : null)
    return {
      sentence({ messageKey, params }) {
        const key = find(messageKey)
        if (key) return t(key, params)
        const [, kind = messageKey, part] = messageKey.split('.')
        return part === 'title' ? humanised(kind) : ''
      },
      kind: (kind) => say(kind, `inbox.${kind}.name`),
      action: (labelKey, params = {}) =>
        sayOf(labelKey, params) ?? humanised(labelKey.split('.').at(-1) ?? labelKey),
      outcome: (kind, action, values) => sayOf(`inbox.${kind}.outcomes.${action}`, plain(values)),
      field: (kind, field) => say(field, `inbox.${kind}.fields.${field}`, `fields.${field}`),
      option: (kind, field, value) =>
        say(value, `inbox.${kind}.options.${field}.${value}`, `fields.options.${value}`),
      value(kind, value) {
        const key = /^[a-z]\w*$/i.test(value) && find(`inbox.${kind}.fields.${value}`, `fields.${value}`)
        return key ? t(key) : value
      },
    }
  }, [t])
}

/** Only what a sentence can be filled in with. */
const plain = (values: Record<string, unknown>): Sentence['params'] =>
  Object.fromEntries(
    Object.entries(values).filter((each): each is [string, string | number] =>
      ['string', 'number'].includes(typeof each[1]),
    ),
  )

/** `customerName` and `customer_name` as a person would write them: "Customer name". */
export function humanised(word: string): string {
  const spaced = word
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_\-.]+/g, ' ')
    .trim()
    .toLowerCase()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
