'use client'

import { AlertDialog as Radix } from 'radix-ui'
import { CircleAlert } from 'lucide-react'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { overlayClass, panelClass } from './dialog.tsx'
import { Field } from './field.tsx'
import { TextArea } from './inputs.tsx'
import { useReturnFocus } from './return-focus.ts'

export interface ConfirmDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The question, naming the thing: "Void invoice INV-1042?" */
  title: ReactNode
  /** What will happen. */
  children: ReactNode
  /** The deed and its object: "Void INV-1042", never "OK". */
  confirmLabel: string
  /** Given the trimmed reason, or '' when none is asked for. The caller closes the dialog once it is done. */
  onConfirm: (reason: string) => void
  tone?: 'danger' | 'primary'
  /** Asks for a reason, and does not confirm without one. */
  reason?: boolean | { label?: string; hint?: string }
  busy?: boolean
  /** Why it cannot be done now; the dialog says why, and the button repeats it. */
  disabledReason?: string
  /** A better way to the same end: it becomes the main button, and the deed stands second. */
  instead?: { label: string; onClick: () => void }
  /** One sentence: why it did not work. */
  error?: string
}

export function ConfirmDialog({ open, onOpenChange, title, ...rest }: ConfirmDialogProps) {
  const focus = useReturnFocus(rest.reason ? 'textarea' : undefined)
  return (
    <Radix.Root open={open} onOpenChange={(next) => !rest.busy && onOpenChange(next)}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClass} />
        <Radix.Content className={cx(panelClass, 'max-w-md')} {...focus}>
          <Radix.Title className="px-4 pt-4 text-base font-medium">{title}</Radix.Title>
          <ConfirmForm {...rest} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Mounted with each opening, so that a reason never outlives the question it answered. */
function ConfirmForm(props: Omit<ConfirmDialogProps, 'open' | 'onOpenChange' | 'title'>) {
  const {
    children,
    confirmLabel,
    onConfirm,
    tone = 'primary',
    reason,
    busy,
    disabledReason,
    instead,
    error,
  } = props
  const t = useTranslations('ui')
  const [text, setText] = useState('')
  const [missing, setMissing] = useState(false)
  const fieldId = useId()
  const words = typeof reason === 'object' ? reason : {}
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // A React event passes through portals: without this, a form around the dialog would be submitted too.
    event.stopPropagation()
    if (busy || disabledReason) return
    if (reason && !text.trim()) {
      setMissing(true)
      document.getElementById(fieldId)?.focus()
      return
    }
    onConfirm(text.trim())
  }
  return (
    <form noValidate onSubmit={submit} className="flex min-h-0 flex-col">
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto px-4 pt-2 pb-4 text-sm text-ink-muted">
        <Radix.Description asChild>
          <div>{children}</div>
        </Radix.Description>
        {reason && (
          <Field
            id={fieldId}
            label={words.label ?? t('reason')}
            hint={words.hint}
            error={missing && !text.trim() ? t('reasonRequired') : undefined}
            required
          >
            <TextArea rows={2} value={text} onChange={(event) => setText(event.currentTarget.value)} />
          </Field>
        )}
        {error && (
          <p role="alert" className="flex items-start gap-1.5 text-danger">
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {error}
          </p>
        )}
      </div>
      <Buttons {...{ tone, busy, disabledReason, instead, confirmLabel }} />
    </form>
  )
}

type ButtonsProps = Pick<ConfirmDialogProps, 'tone' | 'busy' | 'disabledReason' | 'instead' | 'confirmLabel'>

function Buttons({ tone, busy, disabledReason, instead, confirmLabel }: ButtonsProps) {
  const t = useTranslations('ui')
  return (
    <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">
      <Radix.Cancel asChild>
        <Button disabled={busy}>{t('cancel')}</Button>
      </Radix.Cancel>
      <Button
        type="submit"
        variant={instead ? 'secondary' : tone}
        busy={busy}
        disabledReason={disabledReason}
      >
        {confirmLabel}
      </Button>
      {instead && (
        <Button variant="primary" disabled={busy} onClick={instead.onClick}>
          {instead.label}
        </Button>
      )}
    </footer>
  )
}
