'use client'

import type { ApiError } from '@tieout/platform/contract'
import { useApiCommand } from '@tieout/platform/web'
import {
  Banner,
  Button,
  Card,
  ErrorSummary,
  Field,
  LeaveGuard,
  LinkButton,
  TextArea,
  toast,
  UiLink,
  useInstantText,
} from '@tieout/ui'
import { useEffect, useId, useReducer, useRef, useState, type Dispatch, type FormEvent } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { createDraft, updateDraft, type InvoiceView } from '../../contract/index.ts'
import type { Go } from './address.ts'
import { changeDraft, type DraftChange } from './draft-changes.ts'
import { formOf, placeMistakes, readDraft, type DraftForm, type DraftMistake } from './draft-form.ts'
import { EditorHeader } from './editor-header.tsx'
import { EditorLines } from './editor-lines.tsx'
import { EditorTotals } from './editor-totals.tsx'
import { fieldIdOf, useMistakeWords } from './editor-words.ts'
import { usePreview } from './use-preview.ts'
import { useInvoiceRefusal } from './words.tsx'

export interface DraftEditorProps {
  initial: DraftForm
  /** The draft that is being changed; none while it is a new one. */
  stored: InvoiceView | null
  /** Fetches the draft as it is now. */
  onReload?: () => Promise<InvoiceView | undefined>
  onGo: Go
}

/** Keeps to the draft it was opened with: a refresh behind it must not wipe out what was typed. */
export function DraftEditor({ initial, stored, onReload, onGo }: DraftEditorProps) {
  const t = useTranslations('billing.editor')
  const id = useId()
  const locale = useLocale()
  const [opened, setOpened] = useState({ form: initial, stored })
  const [form, change] = useReducer(changeDraft, initial)
  const [found, setFound] = useState<readonly DraftMistake[] | null>(null)
  const read = readDraft(form, locale)
  const preview = usePreview(read)
  const save = useSave(opened.stored, onGo)
  const mistakes = found ?? placeMistakes(save.error?.problem.fields ?? [], save.sentKeys)
  // While nothing has been refused, what the server says of the totals is said beside the lines.
  const shown = mistakes.length > 0 ? mistakes : preview.mistakes
  const isOutdated = save.error?.problem.code === 'changed-meanwhile'

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setFound(read.draft ? null : read.mistakes)
    if (read.draft) save.send(read.draft, read.sentKeys)
  }
  const loadNewest = async () => {
    const newest = await onReload?.()
    if (!newest) return
    const fresh = formOf(newest, locale)
    setOpened({ form: fresh, stored: newest })
    setFound(null)
    change({ kind: 'load', form: fresh })
    save.reset()
  }
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      <LeaveGuard dirty={form !== opened.form && !save.done} onGo={onGo} />
      {isOutdated && save.error && <Outdated error={save.error} onLoadNewest={loadNewest} />}
      <Summary id={id} mistakes={mistakes} error={isOutdated || found ? null : save.error} />
      <EditorHeader
        id={id}
        form={form}
        follows={opened.stored?.sourceNumber ?? null}
        dueDate={preview.data?.dueDate}
        mistakes={shown}
        onChange={change}
      />
      <EditorLines
        id={id}
        form={form}
        locked={Boolean(opened.stored?.sourceInvoiceId)}
        nets={preview.nets}
        mistakes={shown}
        onChange={change}
      />
      <div className="grid gap-4 lg:grid-cols-2">
        <Notes id={id} form={form} onChange={change} />
        <EditorTotals preview={preview} />
      </div>
      <footer className="flex flex-wrap justify-end gap-2">
        <LinkButton asChild>
          <UiLink href={opened.stored ? `/invoices/${opened.stored.invoiceId}` : '/invoices'}>
            {t('cancel')}
          </UiLink>
        </LinkButton>
        <Button variant="primary" type="submit" busy={save.busy}>
          {t('save')}
        </Button>
      </footer>
    </form>
  )
}

function Notes(props: { id: string; form: DraftForm; onChange: Dispatch<DraftChange> }) {
  const t = useTranslations('billing.editor')
  return (
    <Card>
      <Field label={t('fields.notes')} hint={t('notesHint')} id={fieldIdOf(props.id, { field: 'notes' })}>
        <TextArea
          rows={4}
          value={props.form.notes}
          onChange={(event) =>
            props.onChange({ kind: 'fields', fields: { notes: event.currentTarget.value } })
          }
        />
      </Field>
    </Card>
  )
}

type Draft = NonNullable<ReturnType<typeof readDraft>['draft']>

function useSave(stored: InvoiceView | null, onGo: Go) {
  const t = useTranslations('billing.editor')
  const [sentKeys, setSentKeys] = useState<readonly string[]>([])
  const onSuccess = ({ invoiceId }: { invoiceId: string }) => {
    toast.success(t('saved'))
    onGo(`/invoices/${invoiceId}`)
  }
  const create = useApiCommand(createDraft, { onSuccess })
  const update = useApiCommand(updateDraft, { onSuccess })
  const used = stored ? update : create
  return {
    send({ invoiceType, ...draft }: Draft, keys: readonly string[]) {
      setSentKeys(keys)
      if (stored) update.mutate({ invoiceId: stored.invoiceId, version: stored.version, ...draft })
      else create.mutate({ invoiceType, ...draft })
    },
    sentKeys,
    error: used.error,
    // Until the next page is there the form still is.
    busy: used.isPending || used.isSuccess,
    done: used.isSuccess,
    reset: () => used.reset(),
  }
}

function Summary(props: { id: string; mistakes: readonly DraftMistake[]; error: ApiError | null }) {
  const mistakeWords = useMistakeWords()
  const refusalText = useInvoiceRefusal()
  const problem = refusalText(props.error)
  const errors = props.mistakes.map((mistake) => ({
    fieldId: fieldIdOf(props.id, mistake),
    message: mistakeWords(mistake),
  }))
  return <ErrorSummary errors={problem && errors.length === 0 ? [{ message: problem }] : errors} />
}

/** Takes the focus: it stands at the top of the form, and the button that was pressed at its foot. */
function Outdated({ error, onLoadNewest }: { error: ApiError; onLoadNewest: () => Promise<void> }) {
  const t = useTranslations('billing.editor.outdated')
  const instantText = useInstantText()
  const { changedAt, changedBy } = error.problem.extra ?? {}
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => ref.current?.focus(), [])
  return (
    <div ref={ref} tabIndex={-1} className="scroll-mt-16 rounded-md">
      <Banner
        tone="danger"
        title={t('title', {
          name: typeof changedBy === 'string' ? changedBy : t('somebody'),
          when: typeof changedAt === 'string' ? instantText(changedAt) : '',
        })}
        action={
          <Button size="sm" onClick={onLoadNewest}>
            {t('loadNewest')}
          </Button>
        }
      >
        {t('body')}
      </Banner>
    </div>
  )
}
