import type { InvoiceExtensions } from '@tieout/billing/screens'
import type { Permission } from '@tieout/platform/contract'
import type { AbstractIntlMessages, useTranslations } from 'next-intl'
import type { ComponentType } from 'react'
import type { Locale } from '../i18n/locales.ts'

/**
 * A module on screen: it stands in `screen-plugins.ts`. That list is read on the server too, for words
 * and titles, so the file that writes a plugin down is plain and its components say `'use client'`.
 */
export interface ScreenPlugin {
  name: string
  /** The same as of the plugin on the server. */
  feature?: string
  /** Its own namespace, and what it adds to the host's: `inbox.<kind>`, `refusals.<guard>`, `problems`. */
  messages(locale: Locale): Promise<AbstractIntlMessages>
  /** Columns and panels. `t` finds words by their whole key; whatever needs a hook is a component. */
  invoices?(t: Words): InvoiceExtensions
  settingsPages?: readonly SettingsPage[]
}

export type Words = ReturnType<typeof useTranslations<never>>

/** A tab of the settings, reached at /settings/<slug>. */
export interface SettingsPage {
  slug: string
  /** Its `title` and its `description` stand here. */
  words: string
  /** Who may open it. Others see neither the tab nor the page. */
  permission: Permission
  component: ComponentType
}
