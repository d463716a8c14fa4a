'use client'

import { CircleAlert, CircleCheck } from 'lucide-react'
import { toast as sonner, Toaster as Sonner } from 'sonner'
import { useTranslations } from 'use-intl'

export interface ToastOptions {
  description?: string
  action?: { label: string; onClick: () => void }
}

/** Only for what the person has just done; what the system does belongs on the page or in its notifications. */
export const toast = {
  success: (message: string, options?: ToastOptions) => void sonner.success(message, options),
  /** Stays longer: it has to be read. */
  error: (message: string, options?: ToastOptions) =>
    void sonner.error(message, { duration: 12_000, ...options }),
}

const row =
  'flex w-(--width) font-sans items-start gap-2.5 rounded-md border border-line bg-surface-raised px-3 py-2.5 text-sm text-ink shadow-md'

const button =
  'ml-auto h-6 font-sans shrink-0 rounded-md border border-line-strong px-2 text-xs font-medium hover:bg-surface-hover'

/** Once, at the root. A live region that is there before its first message, as screen readers need. */
export function Toaster() {
  const t = useTranslations('ui')
  return (
    <Sonner
      position="bottom-right"
      containerAriaLabel={t('notifications')}
      closeButton={false}
      icons={{
        success: <CircleCheck aria-hidden className="mt-0.5 size-4 text-success" />,
        error: <CircleAlert aria-hidden className="mt-0.5 size-4 text-danger" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: { toast: row, title: 'font-medium', description: 'text-ink-muted', actionButton: button },
      }}
    />
  )
}
