'use client'

import { Slot, Tooltip as Radix } from 'radix-ui'
import { useState, type ComponentProps, type ReactNode } from 'react'
import { usePortalContainer } from './portal-container.tsx'

export interface TooltipProps {
  /** What it says; a falsy one says nothing, and the child keeps its place in the tree (and its focus). */
  content: ReactNode
  children: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
  delay?: number
  /** Set when the child already says the same in its name or description, so that it is not read twice. */
  silent?: boolean
}

function Undescribed({ 'aria-describedby': _said, ...props }: ComponentProps<'button'>) {
  return <Slot.Root {...props} />
}

/** Carries its own provider, so that nothing has to be set up at the root. */
export function Tooltip({ content, children, side = 'top', delay = 300, silent }: TooltipProps) {
  const container = usePortalContainer()
  const [open, setOpen] = useState(false)
  return (
    <Radix.Provider delayDuration={delay}>
      <Radix.Root open={open && Boolean(content)} onOpenChange={setOpen}>
        <Radix.Trigger asChild>{silent ? <Undescribed>{children}</Undescribed> : children}</Radix.Trigger>
        <Radix.Portal container={container}>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="ui-enter z-60 max-w-72 rounded-md bg-ink px-2 py-1 text-xs text-surface shadow-md"
          >
            {content}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  )
}
