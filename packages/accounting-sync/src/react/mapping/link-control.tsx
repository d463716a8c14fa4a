'use client'

import { Button, toast } from '@tieout/ui'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { linkEntity, type MappingKind, type MappingRow } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { Likeness } from './counterpart.tsx'
import { EntryPicker, type Picked } from './entry-picker.tsx'
import { useRowName } from './mapping-words.ts'
import { ENTRIES_OF } from './row-actions.ts'

interface LinkControlProps {
  connectionId: string
  company: string
  kind: MappingKind
  row: MappingRow
  /** Only while a link that is there is changed. */
  onDone?: () => void
  /** For a client that has nobody over there yet. */
  onCreate?: () => void
}

/** The picker beside one of ours, with what is suggested in it already, and the button that links the two. */
export function LinkControl(props: LinkControlProps) {
  const { connectionId, company, kind, row, onDone, onCreate } = props
  const t = useTranslations('accounting.mapping')
  const { may, explain } = useScreensHost()
  const name = useRowName()(kind, row)
  const { picked, pick, isAsProposed, link, whyNot, begin } = useLinking(props, name)
  return (
    <div className="flex min-w-0 flex-col gap-1 py-1">
      <div className="flex min-w-0 flex-wrap items-center gap-1.5">
        <EntryPicker
          connectionId={connectionId}
          entries={ENTRIES_OF[kind]}
          currency={row.currency}
          value={picked}
          onPick={pick}
          disabled={!may('manage')}
          label={t('picker.label', { name, company })}
        />
        <Button
          size="sm"
          variant={isAsProposed && row.tab === 'suggested' ? 'primary' : 'secondary'}
          busy={link.isPending}
          disabledReason={whyNot}
          aria-label={t('linkThis', { name, to: picked?.name ?? '…' })}
          onClick={begin}
        >
          {t('link')}
        </Button>
        {onCreate && picked === null && (
          <Button
            size="sm"
            variant="ghost"
            disabledReason={may('manage') ? undefined : t('mayNot')}
            aria-label={t('createFor', { name, company })}
            onClick={onCreate}
          >
            {t('createShort')}
          </Button>
        )}
        {onDone && (
          <Button size="sm" variant="ghost" onClick={onDone}>
            {t('cancel')}
          </Button>
        )}
      </div>
      {isAsProposed && (
        <div className="flex flex-wrap gap-1 empty:hidden">
          <Likeness row={row} />
        </div>
      )}
      {link.error !== null && (
        <p role="alert" className="text-xs text-danger">
          {explain(link.error).message}
        </p>
      )}
    </div>
  )
}

/** What is in the picker, whether the two may be linked, and the linking itself. */
function useLinking({ connectionId, kind, row, onDone }: LinkControlProps, name: string) {
  const t = useTranslations('accounting.mapping')
  const { may } = useScreensHost()
  const [chosen, setChosen] = useState<Picked | null | undefined>(undefined)
  const proposed = onDone === undefined ? row.suggestion : row.linked
  const picked: Picked | null =
    chosen === undefined
      ? proposed && { id: proposed.externalId, name: proposed.name ?? proposed.externalId }
      : chosen
  const link = useCommand(linkEntity, {
    onSuccess({ released }) {
      toast.success(t('linked', { name, to: picked?.name ?? '' }), {
        description: released > 0 ? t('released', { count: released }) : undefined,
      })
      onDone?.()
    },
  })
  const takenBy = picked?.takenBy && picked.id !== row.linked?.externalId ? picked.takenBy : null
  const whyNotThis = takenBy === null ? undefined : t('picker.taken', { name: takenBy })
  return {
    picked,
    link,
    isAsProposed: onDone === undefined && chosen === undefined,
    whyNot: !may('manage') ? t('mayNot') : picked === null ? t('chooseFirst') : whyNotThis,
    pick(next: Picked | null) {
      link.reset()
      setChosen(next)
    },
    begin: () => picked && link.mutate({ connectionId, kind, entityId: row.entityId, externalId: picked.id }),
  }
}
