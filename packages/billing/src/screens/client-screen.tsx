'use client'

import { useApiCommand, useApiQuery, useMay } from '@tieout/platform/web'
import { Banner, Button, ConfirmDialog, ErrorState, PageHeader, Skeleton, toast } from '@tieout/ui'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { deactivateClient, getClient, reactivateClient, type ClientView } from '../contract/index.ts'
import { ClientDetails } from './client-details.tsx'
import { EditClientDialog } from './client-dialogs.tsx'
import { ClientStatusBadge } from './client-status-badge.tsx'
import { ClientCredits } from './credits/client-credits.tsx'
import { ClientBalanceCard } from './receivables/client-balance-card.tsx'
import { ClientTabs } from './receivables/client-tabs.tsx'
import { useRefusalText } from './words.ts'

export interface ClientScreenProps {
  clientId: string
  /** There is no such client: the host shows its page for that. */
  onMissing?: () => void
}

export function ClientScreen({ clientId, onMissing }: ClientScreenProps) {
  const t = useTranslations('billing')
  const refusalText = useRefusalText()
  const query = useApiQuery(getClient, { clientId })
  const [editing, setEditing] = useState(false)
  // An address that holds no id at all is as wrong as one of a client that is not there.
  const isMissing = ['not-found', 'bad-input'].includes(query.error?.problem.code ?? '')
  useEffect(() => {
    if (isMissing) onMissing?.()
  }, [isMissing, onMissing])

  const client = query.data
  if (query.error && !client) {
    return (
      <ErrorState
        message={(isMissing ? t('client.missing') : refusalText(query.error)) ?? ''}
        requestId={query.error.problem.requestId}
        onRetry={isMissing ? undefined : () => void query.refetch()}
      />
    )
  }
  if (!client) return <Loading />
  return (
    <>
      <PageHeader
        title={client.displayName}
        meta={<ClientStatusBadge status={client.status} />}
        breadcrumbs={[{ label: t('clients.title'), href: '/clients' }, { label: client.displayName }]}
        actions={
          <>
            <EditButton onClick={() => setEditing(true)} />
            {client.status === 'active' ? <Deactivate client={client} /> : <Reactivate client={client} />}
          </>
        }
      />
      <ClientTabs clientId={clientId} active="details" />
      <div className="flex flex-col gap-4">
        <ClientBalanceCard clientId={clientId} />
        <ClientCredits clientId={clientId} />
        <ClientDetails client={client} />
      </div>
      {editing && (
        <EditClientDialog
          client={client}
          onClose={() => setEditing(false)}
          onReload={async () => (await query.refetch()).data}
        />
      )}
    </>
  )
}

function EditButton({ onClick }: { onClick: () => void }) {
  const t = useTranslations('billing.client')
  return (
    <Button onClick={onClick} disabledReason={useRefusalToChange()}>
      {t('edit')}
    </Button>
  )
}

function Deactivate({ client }: { client: ClientView }) {
  const t = useTranslations('billing.client')
  const refusalText = useRefusalText()
  const [asking, setAsking] = useState(false)
  const name = client.displayName
  const deactivate = useApiCommand(deactivateClient, {
    onSuccess() {
      setAsking(false)
      toast.success(t('deactivated', { name }))
    },
  })
  const ask = () => {
    deactivate.reset()
    setAsking(true)
  }
  return (
    <>
      <Button onClick={ask} disabledReason={useRefusalToChange()}>
        {t('deactivate')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('deactivateTitle', { name })}
        confirmLabel={t('deactivateConfirm', { name })}
        tone="danger"
        busy={deactivate.isPending}
        error={refusalText(deactivate.error)}
        onConfirm={() => deactivate.mutate({ clientId: client.clientId })}
      >
        {t('deactivateBody')}
      </ConfirmDialog>
    </>
  )
}

function Reactivate({ client }: { client: ClientView }) {
  const t = useTranslations('billing.client')
  const refusalText = useRefusalText()
  const reactivate = useApiCommand(reactivateClient, {
    onSuccess: (saved) => toast.success(t('reactivated', { name: saved.displayName })),
  })
  const refused = refusalText(reactivate.error)
  return (
    <>
      <Button
        busy={reactivate.isPending}
        disabledReason={useRefusalToChange()}
        onClick={() => reactivate.mutate({ clientId: client.clientId })}
      >
        {t('reactivate')}
      </Button>
      {refused && (
        <div className="order-last basis-full">
          <Banner tone="danger">{refused}</Banner>
        </div>
      )}
    </>
  )
}

function useRefusalToChange(): string | undefined {
  const t = useTranslations('billing.client')
  return useMay('client:update') ? undefined : t('mayNotChange')
}

function Loading() {
  const t = useTranslations('billing.client')
  return (
    <div role="status" aria-label={t('loading')} className="flex flex-col gap-4">
      <Skeleton className="h-6 w-64" />
      <Skeleton className="h-48 w-full" />
    </div>
  )
}
