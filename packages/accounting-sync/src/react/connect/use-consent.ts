'use client'

import { toast } from '@tieout/ui'
import { useState } from 'react'
import { beginConsent, type ConnectionView, type InputOf } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'

type Choice = Pick<InputOf<typeof beginConsent>, 'environment' | 'app'>

/** Sends the browser to the consent page, and has it come back to where it is now. */
export function useConsent() {
  const { explain, here, leave } = useScreensHost()
  const [isLeaving, setLeaving] = useState(false)
  const begin = useCommand(beginConsent, {
    onSuccess({ authorizeUrl }) {
      // Until the other page is there, the button stays as it is.
      setLeaving(true)
      leave(authorizeUrl)
    },
    onError: (error) => toast.error(explain(error).message),
  })
  return {
    isBusy: begin.isPending || isLeaving,
    begin: (choice: Choice) => begin.mutate({ ...choice, returnTo: here() }),
  }
}

/** The same place and the same app as before. */
export const sameAgain = ({ environment, app }: ConnectionView): Choice => ({
  environment: environment as Choice['environment'],
  app,
})
