'use client'

import type { UserView } from '@tieout/platform/contract'
import { Badge, type Tone } from '@tieout/ui'
import { CircleCheck, CircleOff, MailOpen, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useHeldRoleName } from './people-words.ts'

const LOOK: Record<UserView['status'], { tone: Tone; icon: LucideIcon }> = {
  invited: { tone: 'accent', icon: MailOpen },
  active: { tone: 'success', icon: CircleCheck },
  inactive: { tone: 'neutral', icon: CircleOff },
}

export function UserStatusBadge({ status }: { status: UserView['status'] }) {
  const t = useTranslations('people.statuses')
  return (
    <Badge tone={LOOK[status].tone} icon={LOOK[status].icon}>
      {t(status)}
    </Badge>
  )
}

export function RoleBadges({ user }: { user: UserView }) {
  const nameOf = useHeldRoleName()
  return (
    <span className="flex flex-wrap gap-1 py-1">
      {user.roles.map((role) => (
        <Badge key={role.roleId} icon={null}>
          {nameOf(role)}
        </Badge>
      ))}
    </span>
  )
}
