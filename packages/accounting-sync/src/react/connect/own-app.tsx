'use client'

import { Button, ConfirmDialog, Field, Skeleton, TextInput, toast } from '@tieout/ui'
import { ChevronRight, Copy } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useTranslations } from 'use-intl'
import { getOwnApp, removeOwnApp, saveOwnApp } from '../../contract/index.ts'
import { useAsked, useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import type { Offer } from './connect-card.tsx'
import { useConsent } from './use-consent.ts'

interface OwnAppProps {
  offer: Offer
  redirectUri: string
}

/** For those who have an app of their own at the service; where there is no other, the only way. */
export function OwnApp({ offer, redirectUri }: OwnAppProps) {
  const t = useTranslations('accounting.connect.ownApp')
  const isOnlyWay = !offer.apps.includes('platform')
  const [open, setOpen] = useState(isOnlyWay)
  if (!offer.apps.includes('own')) return null
  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group border-t border-line pt-3 text-sm"
    >
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1 rounded-md text-ink-muted hover:text-ink">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
        {t(isOnlyWay ? 'only' : 'summary')}
      </summary>
      {open && <AppOf environment={offer.environment} redirectUri={redirectUri} />}
    </details>
  )
}

function AppOf({ environment, redirectUri }: { environment: Offer['environment']; redirectUri: string }) {
  const { explain } = useScreensHost()
  const [isChanging, setChanging] = useState(false)
  const query = useAsked(getOwnApp, { environment })
  if (query.error !== null) return <p className="mt-3 text-danger">{explain(query.error).message}</p>
  if (query.data === undefined) return <Skeleton className="mt-3 h-32 w-full" />
  const { clientId } = query.data
  return (
    <div className="mt-3 flex flex-col gap-4">
      {clientId !== null && !isChanging ? (
        <KnownApp environment={environment} clientId={clientId} onChange={() => setChanging(true)} />
      ) : (
        <AppForm
          environment={environment}
          redirectUri={redirectUri}
          known={clientId}
          onDone={() => setChanging(false)}
        />
      )}
    </div>
  )
}

function KnownApp(props: { environment: Offer['environment']; clientId: string; onChange: () => void }) {
  const t = useTranslations('accounting.connect.ownApp')
  const { explain, may } = useScreensHost()
  const { environment, clientId } = props
  const [isRemoving, setRemoving] = useState(false)
  const consent = useConsent()
  const mayNot = may('manage') ? undefined : t('mayNot')
  const remove = useCommand(removeOwnApp, { onSuccess: () => setRemoving(false) })
  return (
    <>
      <p className="text-ink-muted">
        {t.rich('known', { id: () => <code className="text-ink">{clientId}</code> })}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          busy={consent.isBusy}
          disabledReason={mayNot}
          onClick={() => consent.begin({ environment, app: 'own' })}
        >
          {t('connect')}
        </Button>
        <Button variant="ghost" disabledReason={mayNot} onClick={props.onChange}>
          {t('change')}
        </Button>
        <Button variant="ghost" disabledReason={mayNot} onClick={() => setRemoving(true)}>
          {t('remove')}
        </Button>
      </div>
      <ConfirmDialog
        open={isRemoving}
        onOpenChange={setRemoving}
        title={t('removeTitle')}
        confirmLabel={t('removeConfirm')}
        tone="danger"
        busy={remove.isPending}
        error={remove.error === null ? undefined : explain(remove.error).message}
        onConfirm={() => remove.mutate({ environment })}
      >
        {t('removeBody')}
      </ConfirmDialog>
    </>
  )
}

interface AppFormProps {
  environment: Offer['environment']
  redirectUri: string
  known: string | null
  onDone: () => void
}

function AppForm({ environment, redirectUri, known, onDone }: AppFormProps) {
  const t = useTranslations('accounting.connect.ownApp')
  const { explain, may } = useScreensHost()
  const [clientId, setClientId] = useState(known ?? '')
  const [clientSecret, setClientSecret] = useState('')
  const [isChecked, setChecked] = useState(false)
  const save = useCommand(saveOwnApp, {
    onSuccess() {
      toast.success(t('saved'))
      onDone()
    },
  })
  const missing = (text: string) => (isChecked && text.trim() === '' ? t('missing') : undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (clientId.trim() !== '' && clientSecret.trim() !== '')
      save.mutate({ environment, clientId, clientSecret })
  }
  return (
    <form noValidate onSubmit={submit} className="flex max-w-lg flex-col gap-3">
      <RedirectUri value={redirectUri} />
      <Field label={t('clientId')} required error={missing(clientId)}>
        <TextInput
          autoComplete="off"
          spellCheck={false}
          value={clientId}
          onChange={(event) => setClientId(event.currentTarget.value)}
        />
      </Field>
      <Field label={t('clientSecret')} hint={t('secretHint')} required error={missing(clientSecret)}>
        <TextInput
          type="password"
          autoComplete="new-password"
          value={clientSecret}
          onChange={(event) => setClientSecret(event.currentTarget.value)}
        />
      </Field>
      {save.error !== null && (
        <p role="alert" className="text-danger">
          {explain(save.error).message}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" busy={save.isPending} disabledReason={may('manage') ? undefined : t('mayNot')}>
          {t('save')}
        </Button>
        {known !== null && (
          <Button variant="ghost" onClick={onDone}>
            {t('cancel')}
          </Button>
        )}
      </div>
    </form>
  )
}

function RedirectUri({ value }: { value: string }) {
  const t = useTranslations('accounting.connect.ownApp')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      toast.success(t('copied'))
    } catch {
      // Browsers keep the clipboard from pages that came over plain http: it can be marked by hand.
      toast.error(t('notCopied'))
    }
  }
  return (
    <Field label={t('redirectUri')} hint={t('redirectHint')}>
      <span className="flex gap-2">
        <TextInput readOnly value={value} onFocus={(event) => event.currentTarget.select()} />
        <Button icon={Copy} onClick={() => void copy()}>
          {t('copy')}
        </Button>
      </span>
    </Field>
  )
}
