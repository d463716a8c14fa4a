'use client'

import { useSession } from '@tieout/platform/web'
import { TabNav, UiLink } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { PlainShell } from './plain-shell.tsx'
import { UserMenu } from './user-menu.tsx'

/** The frame around every page of a client's own people. */
export function PortalShell({ children }: { children: ReactNode }) {
  const { tenant } = useSession()
  return (
    <PlainShell
      brand={<UiLink href="/portal">{tenant?.name}</UiLink>}
      user={<UserMenu profileHref="/portal/profile" signInHref="/portal/sign-in" />}
    >
      <PortalNav />
      {children}
    </PlainShell>
  )
}

function PortalNav() {
  const t = useTranslations('portal.nav')
  const pathname = usePathname()
  const item = (href: string, label: string, ...others: string[]) => ({
    href,
    label,
    active: pathname === href || others.some((other) => pathname.startsWith(other)),
  })
  return (
    <TabNav
      label={t('label')}
      className="no-print mb-6"
      items={[
        item('/portal', t('invoices'), '/portal/invoices'),
        item('/portal/credits', t('credits')),
        item('/portal/company', t('company')),
      ]}
    />
  )
}
