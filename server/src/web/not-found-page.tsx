'use client'

import { EmptyState, LinkButton, UiLink } from '@tieout/ui'
import { Compass } from 'lucide-react'
import { useTranslations } from 'next-intl'

export function NotFoundPage({ home }: { home: string }) {
  const t = useTranslations('pages.notFound')
  return (
    <EmptyState
      icon={Compass}
      title={<h1>{t('title')}</h1>}
      body={t('body')}
      action={
        <LinkButton asChild>
          <UiLink href={home}>{t('home')}</UiLink>
        </LinkButton>
      }
    />
  )
}
