'use client'

import { Button, toast } from '@tieout/ui'
import { RotateCw, Send } from 'lucide-react'
import { useContext } from 'react'
import { useTranslations } from 'use-intl'
import { syncDocuments } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { Badges } from './badges-of-rows.tsx'

/** What can be done about several documents of the list at once. */
export function BulkSend({ documentIds, done }: { documentIds: readonly string[]; done: () => void }) {
  const t = useTranslations('accounting.documents.bulk')
  const { explain, may } = useScreensHost()
  const { answer, byId } = useContext(Badges)
  const command = useCommand(syncDocuments, {
    onError: (error) => toast.error(explain(error).message),
    onSuccess(result) {
      const { queued, hastened, retried, left } = result
      toast.success(t('done', { sent: queued + hastened + retried, left }))
      done()
    },
  })
  if (answer === null) return null
  const refused = documentIds.filter((each) => byId.get(each)?.state === 'error')
  const mayNot = may('manage') ? undefined : t('notAllowed')
  return (
    <>
      <Button
        size="sm"
        icon={Send}
        busy={command.isPending}
        disabledReason={mayNot}
        onClick={() => command.mutate({ documentIds: [...documentIds] })}
      >
        {t('send')}
      </Button>
      <Button
        size="sm"
        icon={RotateCw}
        busy={command.isPending}
        disabledReason={mayNot ?? (refused.length === 0 ? t('nothingRefused') : undefined)}
        onClick={() => command.mutate({ documentIds: refused })}
      >
        {t('retry', { count: refused.length })}
      </Button>
    </>
  )
}
