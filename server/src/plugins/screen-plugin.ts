import type { ClientExtensions, InvoiceExtensions } from '@tieout/billing/screens'
import type { getTask, Permission, ResultOf } from '@tieout/platform/contract'
import type { LucideIcon } from 'lucide-react'
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
  /** Panels on the page of a client. */
  clients?(t: Words): ClientExtensions
  settingsPages?: readonly SettingsPage[]
  /** Pages with an address of their own, as wide as those of the host. */
  pages?: readonly PluginPage[]
  /** Where the navigation and the palette lead. */
  navigation?(t: Words): readonly PluginNavigation[]
  /** Above what stands on these pages of the host and below them, such as a warning. */
  banners?: readonly { on: readonly string[]; component: ComponentType }[]
  /** What of a task is shown and asked in a way of its own, by its kind. */
  tasks?: Readonly<Record<string, TaskScreens>>
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
  /** As wide as a list, not as a form. */
  wide?: true
  /** Reached by its address alone: no tab leads there. */
  hidden?: true
}

export interface PluginPage {
  /** Such as `/custody/:invoiceId`; its parameters are handed to the component. */
  path: `/${string}`
  /** Its `title` stands here. */
  words: string
  permission: Permission
  component: ComponentType<{ params: Readonly<Record<string, string>> }>
}

export interface PluginNavigation {
  href: string
  label: string
  icon: LucideIcon
  permission: Permission
  /** Lit on every address that begins with one of these. */
  covers: readonly string[]
}

export type TaskDetail = ResultOf<typeof getTask>

export interface TaskScreens {
  /** Below the description, above what can be done; what the task carries is shown here and nowhere else. */
  panel?: ComponentType<{ task: TaskDetail }>
  /** The control of a field of its forms, by the field's name. */
  fields?: Readonly<Record<string, ComponentType<TaskFieldProps>>>
}

export interface TaskFieldProps {
  /** Of the control, for its label. */
  id: string
  task: TaskDetail
  value: string
  onChange: (value: string) => void
}
