'use client'

import { useApiCommand, useApiQuery, useMay } from '@tieout/platform/web'
import { Banner, Button, ConfirmDialog, PageHeader, toast } from '@tieout/ui'
import { Fragment, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { deactivateClient, getClient, reactivateClient, type ClientView } from '../contract/index.ts'
import { ClientDetails } from './client-details.tsx'
import { EditClientDialog } from './client-dialogs.tsx'
import { ClientStatusBadge } from './client-status-badge.tsx'
import { ClientCredits } from './credits/client-credits.tsx'
import { Found } from './found.tsx'
import { ClientBalanceCard } from './receivables/client-balance-card.tsx'
import { ClientTabs } from './receivables/client-tabs.tsx'
import { useRefusalText } from './words.ts'

/** What other modules add to the page of a client. The host collects it; billing knows none of them. */
export interface ClientExtensions {
  /** Above what is known about the client. */
  extraPanels?: readonly { key: string; render: (client: ClientView) => ReactNode }[]
}

export interface ClientScreenProps {
  clientId: string
  /** There is no such client: the host shows its page for that. */
  onMissing?: () => void
  extensions?: ClientExtensions
}

export function ClientScreen({ clientId, onMissing, extensions = {} }: ClientScreenProps) {
  const t = useTranslations('billing')
  const query = useApiQuery(getClient, { clientId })
  return (
    <Found
      query={query}
      words={{ loading: t('client.loading'), missing: t('client.missing') }}
      onMissing={onMissing}
    >
      {(client) => (
        <Details
          client={client}
          extensions={extensions}
          onReload={async () => (await query.refetch()).data}
        />
      )}
    </Found>
  )
}

interface DetailsProps {
  client: ClientView
  extensions: ClientExtensions
  onReload: () => Promise<ClientView | undefined>
}

function Details({ client, extensions, onReload }: DetailsProps) {
  const t = useTranslations('billing')
  const [editing, setEditing] = useState(false)
  const { clientId } = client
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
        {extensions.extraPanels?.map(({ key, render }) => (
          <Fragment key={key}>{render(client)}</Fragment>
        ))}
        <ClientDetails client={client} />
      </div>
      {editing && <EditClientDialog client={client} onClose={() => setEditing(false)} onReload={onReload} />}
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
