'use client'

import { createContext, useContext } from 'react'
import type { Permission, SessionView } from '../contract/index.ts'

/** Who is signed in, as screens see it. */
export type WebSession = Extract<SessionView, { signedIn: true }>

const SessionContext = createContext<WebSession | null>(null)

/** The host puts it around every signed-in page. */
export const SessionProvider = SessionContext.Provider

export function useSession(): WebSession {
  const session = useContext(SessionContext)
  if (!session) throw new Error('this screen needs a signed-in person around it')
  return session
}

/** Hiding and disabling is for comfort; the server refuses regardless. */
export function useMay(permission: Permission): boolean {
  return useSession().permissions.includes(permission)
}
