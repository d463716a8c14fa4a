'use client'

import { signOut, updateProfile } from '@tieout/platform/contract'
import { useApiCommand, useSession } from '@tieout/platform/web'
import { applyTheme, Avatar, Button, Menu, type MenuEntry, type ThemeChoice } from '@tieout/ui'
import { LogOut, UserRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { LOCALE_NAMES, LOCALES } from '../i18n/locales.ts'
import { LOCALE_COOKIE, readTheme, rememberChoice, THEME_COOKIE } from './theme-cookie.ts'
import { useState } from 'react'

const THEMES: readonly ThemeChoice[] = ['system', 'light', 'dark']

export function UserMenu({ profileHref, signInHref }: { profileHref?: string; signInHref: string }) {
  const t = useTranslations('app')
  const session = useSession()
  const [theme, setTheme] = useState(currentTheme)
  const speak = useApiCommand(updateProfile, { refreshes: [], onSuccess: () => window.location.reload() })
  const leave = useApiCommand(signOut, { refreshes: [], onSuccess: () => window.location.assign(signInHref) })

  const chooseTheme = (choice: ThemeChoice) => {
    applyTheme(choice)
    rememberChoice(THEME_COOKIE, choice)
    setTheme(choice)
  }
  const chooseLanguage = (locale: (typeof LOCALES)[number]) => {
    rememberChoice(LOCALE_COOKIE, locale)
    if (session.audience === 'operator') window.location.reload()
    else speak.mutate({ locale })
  }
  const items: MenuEntry[] = [
    ...(profileHref ? [{ id: 'profile', label: t('profile'), icon: UserRound, href: profileHref }] : []),
    { heading: t('theme.title'), id: 'theme' },
    ...THEMES.map((choice) => ({
      id: choice,
      label: t(`theme.${choice}`),
      checked: theme === choice,
      onSelect: () => chooseTheme(choice),
    })),
    { heading: t('language'), id: 'language' },
    ...LOCALES.map((locale) => ({
      id: locale,
      label: LOCALE_NAMES[locale],
      checked: session.locale === locale,
      onSelect: () => chooseLanguage(locale),
    })),
    { separator: true, id: 'line' },
    { id: 'leave', label: t('signOut'), icon: LogOut, onSelect: () => leave.mutate({}) },
  ]
  return (
    <Menu
      align="end"
      items={items}
      trigger={
        <Button variant="ghost">
          <Avatar name={session.who.displayName} size="sm" />
        </Button>
      }
    />
  )
}

const currentTheme = (): ThemeChoice =>
  typeof document === 'undefined' ? 'system' : readTheme(document.documentElement.dataset.theme)
