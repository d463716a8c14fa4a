'use client'

import { Badge, Button, DateTimeText, toast, type Tone } from '@tieout/ui'
import { Copy } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { useTook } from './transaction-columns.tsx'
import type { OneTransaction } from './use-standing-words.ts'

type Attempt = OneTransaction['attemptsMade'][number]

const TONES: Record<string, Tone> = {
  written: 'success',
  adopted: 'success',
  refused: 'danger',
  unknown: 'warning',
  throttled: 'neutral',
  down: 'warning',
}

/** Everything that was tried, the last first. */
export function AttemptList({ attempts }: { attempts: readonly Attempt[] }) {
  const t = useTranslations('accounting.transactions.attempt')
  if (attempts.length === 0) return <p className="text-ink-muted">{t('none')}</p>
  return (
    <ol className="flex flex-col divide-y divide-line">
      {attempts.toReversed().map((each) => (
        <li key={each.sequence} className="py-2.5 first:pt-0 last:pb-0">
          <OneAttempt attempt={each} />
        </li>
      ))}
    </ol>
  )
}

function OneAttempt({ attempt }: { attempt: Attempt }) {
  const t = useTranslations('accounting.transactions.attempt')
  const took = useTook()
  const { sequence, outcome, detail, trace } = attempt
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="text-xs text-ink-faint tabular-nums">{t('nth', { sequence })}</span>
        <Badge tone={TONES[outcome] ?? 'neutral'}>
          {t.has(`outcome.${outcome}`) ? t(`outcome.${outcome}`) : outcome}
        </Badge>
        <DateTimeText at={attempt.at} className="text-xs text-ink-muted" />
        <span className="ml-auto text-xs text-ink-faint tabular-nums">{took(attempt.milliseconds)}</span>
      </div>
      {detail !== null && <p className="text-xs break-words text-ink-muted">{detail}</p>}
      {trace !== null && <Trace id={trace} />}
      <Payload label={t('request')} value={attempt.request} />
      <Payload label={t('response')} value={attempt.response} />
    </div>
  )
}

/** What the service's support finds the call by. */
export function Trace({ id }: { id: string }) {
  const t = useTranslations('accounting.transactions.attempt')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(id)
      toast.success(t('copied'))
    } catch {
      // Over plain http a browser keeps its clipboard; the id can be marked by hand.
      toast.error(t('notCopied'))
    }
  }
  return (
    <p className="flex flex-wrap items-center gap-1.5 text-xs text-ink-faint">
      <span>
        {t('trace')} <code className="break-all text-ink-muted select-all">{id}</code>
      </span>
      <Button size="sm" variant="ghost" icon={Copy} aria-label={t('copyTrace', { id })} onClick={copy}>
        {t('copy')}
      </Button>
    </p>
  )
}

/** Folded away: whoever needs it opens it. */
function Payload({ label, value }: { label: string; value: unknown }) {
  if (value === null || value === undefined) return null
  return (
    <details className="text-xs">
      <summary className="w-fit cursor-pointer rounded-sm text-ink-muted hover:text-ink">{label}</summary>
      <pre
        // What scrolls must be reachable by keyboard.
        tabIndex={0}
        role="group"
        aria-label={label}
        className="mt-1 max-h-72 overflow-auto rounded-md border border-line bg-surface-sunken p-2 leading-relaxed text-ink"
      >
        {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
      </pre>
    </details>
  )
}
