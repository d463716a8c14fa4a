import type { ScreenPlugin } from '../../plugins/screen-plugin.ts'
import { CustodyBadge, CustodyOfRows } from './custody-badge.tsx'
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
  ],
}
