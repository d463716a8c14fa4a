'use client'

import { Button, toast } from '@tieout/ui'
import { ScanSearch } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { checkDocument, type DocumentView } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'

interface CheckButtonProps {
  view: DocumentView
  documentId: string
  document: string
  system: string
}

/** Asks the service about this one document while somebody watches. */
export function CheckButton({ view, documentId, document, system }: CheckButtonProps) {
  const t = useTranslations('accounting.documents')
  const { explain, may } = useScreensHost()
  const command = useCommand(checkDocument, {
    onError: (error) => toast.error(explain(error).message),
    onSuccess: ({ badge }) =>
      toast.success(t(badge?.state === 'drift' ? 'check.differs' : 'check.same', { document, system })),
  })
  const refused = view.actions.find(({ action }) => action === 'check')?.refused ?? null
  const whyNot = refused === null ? undefined : t(`whyNot.${refused}`, { document, system })
  return (
    <Button
      size="sm"
      icon={ScanSearch}
      busy={command.isPending}
      disabledReason={whyNot ?? (may('watch') ? undefined : t('check.notAllowed'))}
      onClick={() => command.mutate({ documentId })}
    >
      {t('check.button')}
    </Button>
  )
}
