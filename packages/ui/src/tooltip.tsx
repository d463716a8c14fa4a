'use client'

import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

export interface TooltipProps {
  /** What it says; a falsy one renders the child alone. */
  content: ReactNode
  children: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
  delay?: number
}

/** Carries its own provider, so that nothing has to be set up at the root. */
export function Tooltip({ content, children, side = 'top', delay = 300 }: TooltipProps) {
  if (!content) return <>{children}</>
  return (
    <Radix.Provider delayDuration={delay}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
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
