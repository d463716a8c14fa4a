import { getRequestConfig } from 'next-intl/server'
import { cookies, headers } from 'next/headers'
import { chooseLocale } from './locales.ts'
import { loadMessages } from './messages.ts'

export default getRequestConfig(async () => {
  const [head, jar] = await Promise.all([headers(), cookies()])
  const locale = chooseLocale(
    head.get('x-tieout-locale'),
    jar.get('locale')?.value,
    head.get('accept-language'),
  )
  return { locale, messages: await loadMessages(locale), timeZone: 'UTC' }
})
