'use client'

import { listConnections, type ConnectionView } from '../contract/index.ts'
import { useAsked } from './asking.ts'
import { useScreensHost } from './screens-host.tsx'

export interface Company {
  /** The one that is meant when nobody says another; null: none was ever connected, or this person may not know. */
  connection: ConnectionView | null
  /** What people call it; the product, as long as no company is known. */
  name: string
  loading: boolean
  error: unknown
  refetch: () => unknown
}

export const PRODUCT = 'QuickBooks'

/** The company that the screens are about. */
export function useCompany(): Company {
  const { may } = useScreensHost()
  const query = useAsked(listConnections, {}, { enabled: may('watch') })
  const connection = meantAmong(query.data?.items ?? [])
  return {
    connection,
    name: connection === null ? PRODUCT : nameOf(connection),
    loading: query.isLoading,
    error: query.error,
    refetch: query.refetch,
  }
}

/** The one that is named; else what is connected comes before what was, and the default before the rest. */
export function meantAmong(
  connections: readonly ConnectionView[],
  named: string | null = null,
): ConnectionView | null {
  const here = connections.filter(({ status }) => status !== 'disconnected')
  return (
    connections.find(({ connectionId }) => connectionId === named) ??
    here.find(({ isDefault }) => isDefault) ??
    here[0] ??
    connections[0] ??
    null
  )
}

/** A company may have left its name empty. */
export const nameOf = ({ company }: Pick<ConnectionView, 'company'>): string =>
  company.name === '' ? PRODUCT : company.name
