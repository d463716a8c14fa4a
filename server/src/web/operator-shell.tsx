'use client'

import { Badge } from '@tieout/ui'
import { Eye } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { PlainShell } from './plain-shell.tsx'
import { UserMenu } from './user-menu.tsx'

/** The frame of the operator, who belongs to no company. */
export function OperatorShell({ children }: { children: ReactNode }) {
  const t = useTranslations('operator')
  return (
    <PlainShell
      brand={
        <span className="inline-flex items-center gap-2">
          Tieout <Badge icon={Eye}>{t('badge')}</Badge>
        </span>
      }
      user={<UserMenu signInHref="/operator/sign-in" />}
    >
      {children}
    </PlainShell>
  )
}
