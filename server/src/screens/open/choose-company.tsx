'use client'

import type { ApiError } from '@tieout/platform/contract'
import { Button } from '@tieout/ui'
import { ArrowLeft, ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { z } from 'zod'
import { OpenPage } from './open-page.tsx'

const companiesInProblem = z.object({ companies: z.array(z.object({ slug: z.string(), name: z.string() })) })
type Company = z.infer<typeof companiesInProblem>['companies'][number]

/** The companies an address and password open, when they open several. */
export function companiesOf(error: ApiError | null): Company[] {
  if (error?.problem.code !== 'choose-company') return []
  return companiesInProblem.safeParse(error.problem.extra).data?.companies ?? []
}

export interface ChooseCompanyProps {
  companies: readonly Company[]
  busy: boolean
  onChoose: (slug: string) => void
  onBack: () => void
}

export function ChooseCompany({ companies, busy, onChoose, onBack }: ChooseCompanyProps) {
  const t = useTranslations('signIn')
  return (
    <OpenPage title={t('chooseCompany')} description={t('chooseCompanyHint')}>
      <ul className="flex flex-col gap-2">
        {companies.map(({ slug, name }) => (
          <li key={slug}>
            <button
              type="button"
              disabled={busy}
              onClick={() => onChoose(slug)}
              className="flex min-h-11 w-full cursor-pointer items-center justify-between gap-3 rounded-md border border-line-strong px-3 py-2 text-left text-sm font-medium hover:bg-surface-hover disabled:text-ink-faint"
            >
              <span>
                {name}
                <span className="block text-xs font-normal text-ink-faint">{slug}</span>
              </span>
              <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-faint" />
            </button>
          </li>
        ))}
      </ul>
      <Button variant="ghost" icon={ArrowLeft} onClick={onBack} className="self-start">
        {t('back')}
      </Button>
    </OpenPage>
  )
}
