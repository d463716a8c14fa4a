'use client'

import { Dialog as Radix } from 'radix-ui'
import { X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { PortalContainer } from './portal-container.tsx'
import { useReturnFocus } from './return-focus.ts'

export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  footer?: ReactNode
  size?: 'sm' | 'md' | 'lg'
  children?: ReactNode
}

const sizes = { sm: 'max-w-sm', md: 'max-w-lg', lg: 'max-w-3xl' }

export const overlayClass = 'ui-enter fixed inset-0 z-50 bg-overlay no-print'

export const panelClass =
  'ui-enter fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col rounded-md border border-line bg-surface-raised text-ink shadow-lg focus:outline-none'

export function Dialog({ open, onOpenChange, size = 'md', ...rest }: DialogProps) {
  return <Panel open={open} onOpenChange={onOpenChange} className={cx(panelClass, sizes[size])} {...rest} />
}

export interface DrawerProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  footer?: ReactNode
  side?: 'right' | 'left'
  width?: 'md' | 'lg'
  children?: ReactNode
}

const widths = { md: 'w-[28rem]', lg: 'w-[44rem]' }

/** For looking at one thing without leaving the list it is in. */
export function Drawer({ side = 'right', width = 'md', ...rest }: DrawerProps) {
  const edge = side === 'right' ? 'right-0 border-l' : 'left-0 border-r'
  const className =
    'ui-enter fixed inset-y-0 z-50 flex max-w-[calc(100vw-2rem)] flex-col border-line bg-surface-raised text-ink shadow-lg focus:outline-none'
  return <Panel className={cx(className, edge, widths[width])} {...rest} />
}

/** A field to type in, where there is one; never the close button, which comes first and says nothing. */
const firstField = '[data-panel-body] :is(input:not([type=hidden]), select, textarea):not(:disabled)'

interface PanelProps extends Omit<DialogProps, 'size'> {
  className: string
}

function Panel({ open, onOpenChange, title, description, footer, children, className }: PanelProps) {
  const t = useTranslations('ui')
  const [element, setElement] = useState<HTMLElement | null>(null)
  const focus = useReturnFocus(firstField)
  // Radix warns unless told that the description is missing on purpose.
  const described = description ? {} : { 'aria-describedby': undefined }
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClass} />
        <Radix.Content ref={setElement} className={className} {...described} {...focus}>
          <PortalContainer.Provider value={element}>
            <header className="flex items-start gap-3 border-b border-line py-2.5 pr-2.5 pl-4">
              <div className="min-w-0 flex-1 py-1">
                <Radix.Title className="text-base font-medium">{title}</Radix.Title>
                {description && (
                  <Radix.Description className="mt-0.5 text-sm text-ink-muted">
                    {description}
                  </Radix.Description>
                )}
              </div>
              <Radix.Close asChild>
                {/* No tooltip: it would take the Escape that is meant for the panel. */}
                <Button variant="ghost" aria-label={t('close')} className="w-8 px-0">
                  <X aria-hidden className="size-4" />
                </Button>
              </Radix.Close>
            </header>
            <div data-panel-body className="min-h-0 flex-1 overflow-y-auto p-4 text-sm">
              {children}
            </div>
            {footer && (
              <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3">
                {footer}
              </footer>
            )}
          </PortalContainer.Provider>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
