'use client'

import { Button, Card } from '@tieout/ui'
import { useLayoutEffect, useRef, useState, type Dispatch, type KeyboardEvent } from 'react'
import { useTranslations } from 'use-intl'
import { MOST_LINES } from '../../contract/index.ts'
import type { DraftChange } from './draft-changes.ts'
import type { DraftForm, DraftMistake } from './draft-form.ts'
import { EditorLine } from './editor-line.tsx'
import { fieldIdOf, mistakeAt, useMistakeWords } from './editor-words.ts'

export interface EditorLinesProps {
  id: string
  form: DraftForm
  /** The lines follow from an invoice and are shown only. */
  locked: boolean
  /** What each line comes to, by its key. */
  nets: ReadonlyMap<string, number>
  mistakes: readonly DraftMistake[]
  onChange: Dispatch<DraftChange>
}

export function EditorLines({ id, form, locked, nets, mistakes, onChange }: EditorLinesProps) {
  const t = useTranslations('billing.editor')
  const mistakeWords = useMistakeWords()
  const { lines } = form
  const [said, setSaid] = useState('')
  const focusNext = useFocusNext()
  const whole = mistakeAt(mistakes, 'lines')
  const move = (key: string, by: -1 | 1) => {
    const to = lines.findIndex((line) => line.key === key) + by
    if (to < 0 || to >= lines.length) return
    focusNext.keep()
    setSaid(t('line.moved', { position: to + 1 }))
    onChange({ kind: 'move', key, by })
  }
  const remove = (key: string) => {
    const at = lines.findIndex((line) => line.key === key)
    const neighbour = lines[at + 1] ?? lines[at - 1]
    focusNext.on(neighbour ? fieldIdOf(id, { lineKey: neighbour.key, field: 'description' }) : `${id}-add`)
    setSaid(t('line.removed', { position: at + 1 }))
    onChange({ kind: 'remove', key })
  }
  const add = () => {
    focusNext.on(fieldIdOf(id, { lineKey: `line-${form.counted + 1}`, field: 'description' }))
    onChange({ kind: 'add' })
  }
  const onKeyDown = (event: KeyboardEvent, key: string) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || locked) return
    event.preventDefault()
    move(key, event.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    <Card title={t('lines')} description={locked ? undefined : t('linesHint')}>
      {whole && <p className="mb-2 text-sm text-danger">{mistakeWords(whole)}</p>}
      {lines.length === 0 && <p className="text-sm text-ink-muted">{t('noLines')}</p>}
      <ol className="flex flex-col gap-3">
        {lines.map((line, at) => (
          <li key={line.key} onKeyDown={(event) => onKeyDown(event, line.key)}>
            <EditorLine
              id={id}
              line={line}
              position={at + 1}
              isLast={at === lines.length - 1}
              currency={form.currency}
              locked={locked}
              net={nets.get(line.key)}
              mistakes={mistakes}
              onChange={onChange}
              onMove={(by) => move(line.key, by)}
              onRemove={() => remove(line.key)}
            />
          </li>
        ))}
      </ol>
      {!locked && (
        <Button
          id={`${id}-add`}
          className="mt-3"
          onClick={add}
          disabledReason={lines.length >= MOST_LINES ? t('mostLines', { count: MOST_LINES }) : undefined}
        >
          {t('addLine')}
        </Button>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
    </Card>
  )
}

/** Whoever moves, adds or removes a line by keyboard goes on from where they are. */
function useFocusNext() {
  const wanted = useRef<string | HTMLElement | null>(null)
  useLayoutEffect(() => {
    const next = wanted.current
    wanted.current = null
    if (typeof next === 'string') document.getElementById(next)?.focus()
    else next?.focus()
  })
  return {
    on: (fieldId: string) => (wanted.current = fieldId),
    /** A browser takes the focus from what is moved. */
    keep: () =>
      (wanted.current = document.activeElement instanceof HTMLElement ? document.activeElement : null),
  }
}
