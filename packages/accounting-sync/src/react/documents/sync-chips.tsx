'use client'

import { FilterChips } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { chip, countChips, type Chip } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'

const LOOK_AGAIN_MS = 15_000

/** Chips with counts over the list of documents; none while nobody is connected. */
export function SyncChips({ chosen, choose }: { chosen: string; choose: (name: string) => void }) {
  const t = useTranslations('accounting.documents.chips')
  const { data } = useAsked(countChips, {}, { refetchInterval: LOOK_AGAIN_MS })
  if (data?.connected !== true) return null
  return (
    <FilterChips<Chip | 'all'>
      label={t('label')}
      value={chip.options.find((each) => `accounting:${each}` === chosen) ?? 'all'}
      onValueChange={(next) => choose(next === 'all' ? '' : `accounting:${next}`)}
      options={[
        { value: 'all', label: t('all') },
        ...chip.options.map((value) => ({ value, label: t(value), count: data[value] })),
      ]}
    />
  )
}
