'use client'

import { useSession } from '@tieout/platform/web'
import { createContext, useContext } from 'react'
import type { ScreenPlugin } from './screen-plugin.ts'
import { screenPlugins } from './screen-plugins.ts'

/** All there are, unless a test brings others. */
export const ScreenPlugins = createContext(screenPlugins)

/** Those that the running edition has. */
export function useScreenPlugins(): readonly ScreenPlugin[] {
  const { features } = useSession()
  return useContext(ScreenPlugins).filter(
    ({ feature }) => feature === undefined || features.includes(feature),
  )
}
