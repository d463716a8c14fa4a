'use client'

import { ServiceListScreen, TaxesScreen, TermsScreen } from '@tieout/billing/screens'
import { TabNav } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

const SECTIONS = ['services', 'taxes', 'terms'] as const

/** Each screen has its own title; the tabs above lead from one to the other. */
function Section({ active, children }: { active: (typeof SECTIONS)[number]; children: ReactNode }) {
  const t = useTranslations('billing')
  return (
    <>
      <TabNav
        className="mb-4"
        label={t('services.tabs')}
        items={SECTIONS.map((section) => ({
          href: `/billing-settings/${section}`,
          label: t(`${section}.title`),
          active: section === active,
        }))}
      />
      {children}
    </>
  )
}

export const ServicesPage = () => (
  <Section active="services">
    <ServiceListScreen />
  </Section>
)

export const TaxesPage = () => (
  <Section active="taxes">
    <TaxesScreen />
  </Section>
)

export const TermsPage = () => (
  <Section active="terms">
    <TermsScreen />
  </Section>
)
