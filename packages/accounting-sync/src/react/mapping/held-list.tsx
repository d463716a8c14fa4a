'use client'

import { DataTable, DateText, Money, TextLink, type Column } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { listHeld, type HeldDocument, type MappingKind } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'

export interface HeldListProps {
  connectionId: string
  kind: MappingKind
  entityId: string
}

export const useHeld = ({ connectionId, kind, entityId }: HeldListProps) =>
  useAsked(listHeld, { connectionId, kind, entityId })

/** The documents that wait for one thing, the oldest first, and how many more there are. */
export function HeldList(props: HeldListProps) {
  const t = useTranslations('accounting.mapping.held')
  const { href, explain } = useScreensHost()
  const held = useHeld(props)
  const columns = useColumns()
  const items = held.data?.items ?? []
  const more = (held.data?.documents ?? 0) - items.length
  return (
    <>
      <DataTable
        label={t('label')}
        columns={columns}
        rows={items}
        rowKey={(each) => each.documentId}
        rowHref={(each) => href.document(each.documentId)}
        loading={held.isPending}
        skeletonRows={3}
        error={held.error ? { ...explain(held.error), onRetry: () => void held.refetch() } : null}
        empty={<p className="p-4 text-sm text-ink-muted">{t('nothing')}</p>}
      />
      {more > 0 && (
        <p className="border-t border-line px-3 py-2 text-sm">
          <TextLink
            href={href.transactions({
              status: 'pending',
              ...(props.kind === 'client' ? { client: props.entityId } : {}),
            })}
          >
            {t('more', { count: more })}
          </TextLink>
        </p>
      )}
    </>
  )
}

function useColumns(): Column<HeldDocument>[] {
  const t = useTranslations('accounting.mapping.held')
  return [
    { key: 'number', header: t('number'), cell: (each) => each.number },
    {
      key: 'date',
      header: t('date'),
      cell: (each) => <DateText date={each.issueDate} />,
      hideBelow: 'sm',
    },
    { key: 'client', header: t('client'), cell: (each) => each.client.name },
    {
      key: 'amount',
      header: t('amount'),
      align: 'right',
      cell: ({ amountMinor, currency }) =>
        amountMinor === null || currency === null ? '–' : <Money minor={amountMinor} currency={currency} />,
    },
  ]
}
