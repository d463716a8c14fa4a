'use client'

import { Button, Dialog } from '@tieout/ui'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

export interface FormDialogProps {
  title: string
  formId: string
  submitLabel: string
  busy: boolean
  onClose: () => void
  /** Long forms get more room. */
  size?: 'md' | 'lg'
  children: ReactNode
}

/** A form in a dialog, with its buttons outside the form. */
export function FormDialog({
  title,
  formId,
  submitLabel,
  busy,
  onClose,
  size = 'lg',
  children,
}: FormDialogProps) {
  const t = useTranslations('billing.form')
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      size={size}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button variant="primary" type="submit" form={formId} busy={busy}>
            {submitLabel}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}
