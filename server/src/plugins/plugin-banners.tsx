'use client'

import { usePathname } from 'next/navigation'
import { useScreenPlugins } from './use-screen-plugins.ts'

/** What modules have to say above the pages on which it matters. */
export function PluginBanners() {
  const pathname = usePathname()
  const here = useScreenPlugins()
    .flatMap((plugin) => plugin.banners ?? [])
    .filter(({ on }) => on.some((each) => pathname === each || pathname.startsWith(`${each}/`)))
  return here.map(({ on, component: Banner }) => <Banner key={on.join()} />)
}
