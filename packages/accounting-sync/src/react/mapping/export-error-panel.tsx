'use client'

import { Badge, Card, DataTable, TextLink, type Column } from '@tieout/ui'
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { listNamed, ruleOf, type ErrorCode, type MappingKind, type MappingRow } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { useErrorWords } from '../error-words.ts'
import { useScreensHost } from '../screens-host.tsx'
import { Counterpart } from './counterpart.tsx'
import { useRowName } from './mapping-words.ts'

export interface ExportErrorPanelProps {
  connectionId: string
  documentId: string
  number: string
  company: string
  code: ErrorCode
  /** As the service said it. */
  detail: string | null
  trace: string | null
  isOpen: boolean
}

/** Why a document was refused: what happened, why, and what to do; then what the service said, for who asks. */
export function ExportErrorPanel(props: ExportErrorPanelProps) {
  const { connectionId, documentId, number, company, code, detail, trace, isOpen } = props
  const t = useTranslations('accounting.mapping.refusal')
  const { href, may } = useScreensHost()
  const words = useErrorWords()(code, { document: number, system: company })
  const isAboutLinks = MENDED_BY_LINKING.has(ruleOf(code).action)
  return (
    <>
      <Card
        level={2}
        title={t('title')}
        actions={<TextLink href={href.document(documentId)}>{t('open', { number })}</TextLink>}
      >
        <dl className="flex max-w-2xl flex-col gap-2 text-sm">
          <Told term={t('what')}>{words.sentence}</Told>
          <Told term={t('why')}>{words.why}</Told>
          <Told term={t('fix')}>{words.fix}</Told>
        </dl>
        {(detail !== null || trace !== null) && (
          <details className="mt-3 text-xs text-ink-muted">
            <summary className="cursor-pointer">{t('raw', { company })}</summary>
            {detail !== null && <p className="mt-2 font-mono break-words whitespace-pre-wrap">{detail}</p>}
            {trace !== null && <p className="mt-1 font-mono break-all">{t('trace', { trace })}</p>}
          </details>
        )}
      </Card>
      {isOpen && isAboutLinks && may('watch') && (
        <Named connectionId={connectionId} documentId={documentId} company={company} code={code} />
      )}
    </>
  )
}

const MENDED_BY_LINKING: ReadonlySet<string> = new Set(['map', 'link_customer'])

function Told({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-ink-faint">{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

interface NamedRow {
  kind: MappingKind
  row: MappingRow
}

/** Everything the document names, with a way to the row where each is linked. */
function Named({
  connectionId,
  documentId,
  company,
  code,
}: Pick<ExportErrorPanelProps, 'connectionId' | 'documentId' | 'company' | 'code'>) {
  const t = useTranslations('accounting.mapping.refusal')
  const { explain } = useScreensHost()
  const named = useAsked(listNamed, { connectionId, documentId })
  const columns = useColumns(company)
  const items = named.data?.items ?? []
  // A refused customer is looked for among customers alone.
  const shown =
    ruleOf(code).action === 'link_customer' ? items.filter((each) => each.kind === 'client') : items
  return (
    <Card flush level={2} title={t('names')} description={t('namesHint')}>
      <DataTable
        label={t('names')}
        columns={columns}
        rows={shown}
        rowKey={({ kind, row }) => `${kind} ${row.entityId}`}
        loading={named.isPending}
        skeletonRows={3}
        error={named.error ? { ...explain(named.error), onRetry: () => void named.refetch() } : null}
      />
    </Card>
  )
}

function useColumns(company: string): Column<NamedRow>[] {
  const t = useTranslations('accounting.mapping')
  const { href } = useScreensHost()
  const nameOf = useRowName()
  return [
    {
      key: 'ours',
      header: t('refusal.here'),
      cell: ({ kind, row }) => (
        <div className="py-1">
          <TextLink href={href.mapping(kind, row.name === '' ? undefined : row.name)}>
            {nameOf(kind, row)}
          </TextLink>
          <p className="text-xs text-ink-faint">{t(`ours.${kind}`)}</p>
        </div>
      ),
    },
    {
      key: 'theirs',
      header: company,
      cell: ({ kind, row }) =>
        row.linked === null ? (
          <Badge tone="warning" icon={TriangleAlert}>
            {t('refusal.notLinked')}
          </Badge>
        ) : (
          <Counterpart kind={kind} linked={row.linked} company={company} />
        ),
    },
  ]
}
