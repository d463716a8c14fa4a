import { Vault } from 'lucide-react'
import type { ScreenPlugin } from '../../plugins/screen-plugin.ts'
import { CustodyBadge, CustodyOfRows } from './custody-badge.tsx'
import { CustodyBanner, CustodyPage, NoteChoice, OneInCustody, ReviewPanel } from './custody-pages.tsx'
import { CustodyPanel } from './custody-panel.tsx'
import { CustodySettings } from './custody-settings.tsx'

export const custodyScreens: ScreenPlugin = {
  name: 'custody',
  feature: 'custody',
  messages: async (locale) => (await import(`./messages/${locale}.json`)).default,
  invoices: (t) => ({
    extraColumns: [
      {
        key: 'custody',
        header: t('custody.column'),
        hideBelow: 'sm',
        cell: (row) => <CustodyBadge invoiceId={row.invoiceId} />,
      },
    ],
    aroundList: (rows, list) => <CustodyOfRows rows={rows}>{list}</CustodyOfRows>,
    extraPanels: [{ key: 'custody', render: (invoice) => <CustodyPanel invoiceId={invoice.invoiceId} /> }],
    explainFinding({ invoiceId, messageKey, params }) {
      const key = `custody.findings.${messageKey}`
      if (!t.has(key)) return undefined
      return {
        text: t(key, params),
        fix: { label: t('custody.findings.fix'), href: `/invoices/${invoiceId}/edit` },
      }
    },
  }),
  settingsPages: [
    { slug: 'custody', words: 'custody', permission: 'invoice:read', component: CustodySettings },
    {
      slug: 'custody/whole',
      words: 'custody',
      permission: 'invoice:read',
      component: CustodySettings,
      wide: true,
      hidden: true,
    },
  ],
  pages: [
    { path: '/custody', words: 'custody', permission: 'invoice:read', component: CustodyPage },
    {
      path: '/custody/:invoiceId',
      words: 'custody.one',
      permission: 'invoice:read',
      component: OneInCustody,
    },
  ],
  navigation: (t) => [
    {
      href: '/custody',
      label: t('custody.title'),
      icon: Vault,
      permission: 'invoice:read',
      covers: ['/custody'],
    },
  ],
  banners: [{ on: ['/invoices'], component: CustodyBanner }],
  tasks: { custody_review: { panel: ReviewPanel, fields: { note: NoteChoice } } },
}
