'use client'

import { useRef } from 'react'

interface Sending<Input> {
  mutate: (input: Input, options: { onError: () => void }) => void
}

/**
 * A second Enter comes before the button has learnt that it is busy. What is on its way is not sent
 * again; what was refused may be.
 */
export function useSendOnce<Input>(command: Sending<Input>): (input: Input) => void {
  const sent = useRef(false)
  return (input) => {
    if (sent.current) return
    sent.current = true
    command.mutate(input, { onError: () => (sent.current = false) })
  }
}
