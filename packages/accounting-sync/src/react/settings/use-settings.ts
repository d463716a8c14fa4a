'use client'

import { toast } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { changeSettings, type ConnectionView, type InputOf } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'

type Change = Omit<InputOf<typeof changeSettings>, 'connectionId'>

/** Each choice takes effect by itself: what is named is changed, and nothing beside it. */
export function useSettings({ connectionId }: ConnectionView, { onSaved }: { onSaved?: () => void } = {}) {
  const t = useTranslations('accounting.settings')
  const { explain, may } = useScreensHost()
  const change = useCommand(changeSettings, {
    onSuccess() {
      toast.success(t('saved'))
      onSaved?.()
    },
    // A dialog says it itself.
    onError: (error) => onSaved === undefined && toast.error(explain(error).message),
  })
  return {
    isBusy: change.isPending,
    error: change.error === null ? undefined : explain(change.error).message,
    mayNot: may('manage') ? undefined : t('mayNot'),
    change: (values: Change) => change.mutate({ connectionId, ...values }),
    reset: change.reset,
  }
}
