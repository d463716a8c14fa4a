'use client'

import { useMoney } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { MappingKind, MappingRow, Money } from '../../contract/index.ts'
import { NOTHING } from '../../contract/index.ts'

/** What a row is called; lines without a service or without tax have no name of their own. */
export function useRowName(): (kind: MappingKind, row: Pick<MappingRow, 'entityId' | 'name'>) => string {
  const t = useTranslations('accounting.mapping')
  return (kind, { entityId, name }) => {
    if (name !== '') return name
    if (entityId !== NOTHING) return t('unnamed')
    return kind === 'tax' ? t('noTax') : t('noService')
  }
}

/** `$4,120.00 + €80.00`: sums of different currencies do not add up. */
export function useSums(): (money: readonly Money[]) => string {
  const format = useMoney()
  return (money) =>
    money.map(({ amountMinor, currency }) => format({ minor: amountMinor, currency })).join(' + ')
}

/** What tells one of theirs from its neighbours. */
export function useDetails(): (
  kind: MappingKind,
  of: { id?: string; detail: string | null; email: string | null; currency: string | null },
) => string {
  const t = useTranslations('accounting.mapping')
  return (kind, { id, detail, email, currency }) => {
    const told = kind === 'terms' && detail !== null && /^\d+$/.test(detail)
    return [
      id === undefined ? null : t('number', { id }),
      told ? t('days', { count: Number(detail) }) : detail,
      email,
      kind === 'client' ? currency : null,
    ]
      .filter((each) => each !== null && each !== '')
      .join(' · ')
  }
}
