import createNextIntlPlugin from 'next-intl/plugin'
import type { NextConfig } from 'next'

const config: NextConfig = {
  // Types are checked for the whole repository at once, by `npm run check`.
  typescript: { ignoreBuildErrors: true },
  transpilePackages: ['@tieout/ui', '@tieout/billing', '@tieout/platform'],
  poweredByHeader: false,
  // The server in front sets every header and compresses nothing that a proxy would do again.
  reactStrictMode: true,
}

export default createNextIntlPlugin('./src/i18n/request.ts')(config)
