'use client'

import type { InputOf, UseCase } from '@tieout/platform/contract'
import { ExportLink } from '@tieout/platform/web'
import { LinkButton } from '@tieout/ui'
import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'

/** What a list shows as a file, with the same filters. */
export function ExportButton<U extends UseCase>({ of, filters }: { of: U; filters: InputOf<U> }) {
  const t = useTranslations('app')
  return (
    <LinkButton asChild icon={Download}>
      <ExportLink of={of} filters={filters}>
        {t('export')}
      </ExportLink>
    </LinkButton>
  )
}
