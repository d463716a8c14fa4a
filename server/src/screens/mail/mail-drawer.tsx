'use client'

import { addressOf, getMail, getMailAttachment, retryMail, type ResultOf } from '@tieout/platform/contract'
import { useApiCommand, useApiQuery, useMay, useProblemText } from '@tieout/platform/web'
import { Button, DateTimeText, DescriptionList, Drawer, ErrorState, Skeleton, Tabs, toast } from '@tieout/ui'
import { RotateCw } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { MailStatusBadge } from './mail-status-badge.tsx'

type Mail = ResultOf<typeof getMail>

/** One mail as its reader gets it, without leaving the list. */
export function MailDrawer({ mailId, onClose }: { mailId: string | null; onClose: () => void }) {
  const t = useTranslations('mail')
  const problemText = useProblemText()
  const query = useApiQuery(getMail, { mailId: mailId ?? '' }, { enabled: mailId !== null })
  const mail = query.data
  return (
    <Drawer
      open={mailId !== null}
      onOpenChange={(open) => !open && onClose()}
      width="lg"
      title={mail?.subject ?? t('oneMail')}
      footer={mail?.status === 'failed' ? <RetryButton mail={mail} /> : undefined}
    >
      {query.error && (
        <ErrorState message={problemText(query.error) ?? ''} onRetry={() => void query.refetch()} />
      )}
      {!mail && !query.error && <Skeleton className="h-64 w-full" />}
      {mail && <MailBody mail={mail} />}
    </Drawer>
  )
}

function MailBody({ mail }: { mail: Mail }) {
  const t = useTranslations('mail')
  return (
    <div className="flex flex-col gap-4">
      <DescriptionList
        items={[
          { term: t('columns.to'), value: mail.toName, hint: mail.toEmail },
          { term: t('columns.status'), value: <MailStatusBadge status={mail.status} /> },
          { term: t('columns.written'), value: <DateTimeText at={mail.createdAt} /> },
          ...(mail.sentAt ? [{ term: t('sentAt'), value: <DateTimeText at={mail.sentAt} /> }] : []),
          ...(mail.attempts > 0 ? [{ term: t('attempts'), value: mail.attempts }] : []),
          ...(mail.lastError ? [{ term: t('lastError'), value: mail.lastError }] : []),
          ...(mail.attachments.length > 0
            ? [{ term: t('attachments'), value: <Attachments mail={mail} /> }]
            : []),
        ]}
      />
      <Tabs
        label={t('views')}
        items={[
          {
            value: 'message',
            label: t('message'),
            // No scripts, no forms, no origin: what a mail says must not be able to do anything here.
            content: (
              <iframe
                title={t('messageOf', { subject: mail.subject })}
                sandbox=""
                srcDoc={mail.html}
                className="h-[28rem] w-full rounded-md border border-line"
              />
            ),
          },
          {
            value: 'text',
            label: t('text'),
            content: (
              <pre className="overflow-x-auto rounded-md border border-line bg-surface-sunken p-3 font-sans text-sm break-words whitespace-pre-wrap">
                {mail.text}
              </pre>
            ),
          },
        ]}
      />
    </div>
  )
}

function Attachments({ mail: { mailId, attachments } }: { mail: Mail }) {
  const format = useFormatter()
  return (
    <ul className="flex flex-col gap-1">
      {attachments.map(({ position, fileName, size }) => (
        <li key={position}>
          <a
            className="text-accent underline"
            href={addressOf(getMailAttachment, { mailId, position })}
            download={fileName}
          >
            {fileName}
          </a>{' '}
          <span className="text-ink-muted">
            {format.number(Math.ceil(size / 1024), { style: 'unit', unit: 'kilobyte' })}
          </span>
        </li>
      ))}
    </ul>
  )
}

function RetryButton({ mail }: { mail: Mail }) {
  const t = useTranslations('mail')
  const may = useMay('mail:update')
  const problemText = useProblemText()
  const command = useApiCommand(retryMail, {
    onSuccess: () => toast.success(t('retried', { email: mail.toEmail })),
    onError: (error) => toast.error(problemText(error) ?? ''),
  })
  return (
    <Button
      variant="primary"
      icon={RotateCw}
      busy={command.isPending}
      disabledReason={may ? undefined : t('mayNotRetry')}
      onClick={() => command.mutate({ mailId: mail.mailId })}
    >
      {t('retry')}
    </Button>
  )
}
