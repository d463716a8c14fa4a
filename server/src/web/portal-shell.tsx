'use client'

import { useSession } from '@tieout/platform/web'
import { UiLink } from '@tieout/ui'
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
      {children}
    </PlainShell>
  )
}
