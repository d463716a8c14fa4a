import { getLocale, getMessages, getNow } from 'next-intl/server'
import { cookies } from 'next/headers'
import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Providers } from '../web/providers.tsx'
import { readTheme, THEME_COOKIE } from '../web/theme-cookie.ts'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Tieout', template: '%s · Tieout' },
  description: 'The books agree, to the cent.',
}

// Every page carries a nonce of its own and somebody's language: nothing here can be prerendered.
export const dynamic = 'force-dynamic'

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, messages, now, jar] = await Promise.all([getLocale(), getMessages(), getNow(), cookies()])
  return (
    <html lang={locale} data-theme={readTheme(jar.get(THEME_COOKIE)?.value)}>
      <body>
        <Providers locale={locale} messages={messages} now={now}>
          {children}
        </Providers>
      </body>
    </html>
  )
}
