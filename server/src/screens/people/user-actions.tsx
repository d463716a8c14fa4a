'use client'

import {
  deactivateUser,
  reactivateUser,
  resendInvitation,
  sendPasswordReset,
  type UserView,
} from '@tieout/platform/contract'
import { useApiCommand, useMay, useProblemText, useSession } from '@tieout/platform/web'
import { Button, ConfirmDialog, IconButton, Menu, toast } from '@tieout/ui'
import { Ellipsis, KeyRound, MailPlus, UserRoundCheck, UserRoundX, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'

export type UserAction = 'resend' | 'reset' | 'deactivate' | 'reactivate'

interface ActionRule {
  command: typeof deactivateUser
  icon: LucideIcon
  /** Where it does something; elsewhere it is there, with the reason why not. */
  validIn: readonly UserView['status'][]
  /** Left out instead, where its opposite stands in its place. */
  shownIn: readonly UserView['status'][]
}

const ANY = ['invited', 'active', 'inactive'] as const

const RULES: Record<UserAction, ActionRule> = {
  resend: { command: resendInvitation, icon: MailPlus, validIn: ['invited'], shownIn: ANY },
  reset: { command: sendPasswordReset, icon: KeyRound, validIn: ['active'], shownIn: ANY },
  deactivate: { command: deactivateUser, icon: UserRoundX, validIn: ANY, shownIn: ['invited', 'active'] },
  reactivate: { command: reactivateUser, icon: UserRoundCheck, validIn: ANY, shownIn: ['inactive'] },
}

const ACTIONS = Object.keys(RULES) as UserAction[]

/** What can be done with this person now, and why the rest cannot. */
function useUserActions(user: UserView) {
  const t = useTranslations('people')
  const may = useMay('user:update')
  const me = useSession().who.id
  const reasonAgainst = (action: UserAction) => {
    if (!may) return t('mayNot')
    if (action === 'deactivate' && user.userId === me) return t('actions.yourself')
    return RULES[action].validIn.includes(user.status) ? undefined : t(`actions.${action}.notNow`)
  }
  return ACTIONS.filter((action) => RULES[action].shownIn.includes(user.status)).map((action) => ({
    action,
    icon: RULES[action].icon,
    label: t(`actions.${action}.label`),
    disabledReason: reasonAgainst(action),
  }))
}

export interface UserActionsProps {
  user: UserView
  onAct: (action: UserAction) => void
}

export function UserActionMenu({ user, onAct }: UserActionsProps) {
  const t = useTranslations('people')
  const items = useUserActions(user).map(({ action, ...item }) => ({
    ...item,
    id: action,
    danger: action === 'deactivate',
    onSelect: () => onAct(action),
  }))
  const label = t('actions.menu', { name: user.displayName })
  return <Menu items={items} trigger={<IconButton icon={Ellipsis} size="sm" label={label} />} />
}

export function UserActionButtons({ user, onAct }: UserActionsProps) {
  return useUserActions(user).map(({ action, label, ...button }) => (
    <Button key={action} {...button} onClick={() => onAct(action)}>
      {label}
    </Button>
  ))
}

/** Says what will happen to whom, and does it. */
export function ConfirmUserAction(props: { user: UserView; action: UserAction; onClose: () => void }) {
  const { user, action, onClose } = props
  const t = useTranslations(`people.actions.${action}`)
  const problemText = useProblemText()
  const { userId, displayName: name, email } = user
  const command = useApiCommand(RULES[action].command, {
    refreshes: ['user', 'role'],
    onSuccess() {
      toast.success(t('done', { name, email }))
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { name })}
      confirmLabel={t('confirm', { name })}
      tone={action === 'deactivate' ? 'danger' : 'primary'}
      busy={command.isPending}
      error={problemText(command.error)}
      onConfirm={() => command.mutate({ userId })}
    >
      {t('body', { name, email })}
    </ConfirmDialog>
  )
}
