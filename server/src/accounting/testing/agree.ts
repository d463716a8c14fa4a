/** Says yes or no on the consent page, as a browser would; answers the address that leads back. */
export async function agree(
  fetch: typeof globalThis.fetch,
  authorizeUrl: string,
  realm: string,
  decision: 'connect' | 'deny' = 'connect',
): Promise<string> {
  const page = await fetch(authorizeUrl, { redirect: 'manual' })
  const form = new URLSearchParams()
  for (const [, name, value] of (await page.text()).matchAll(
    /<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g,
  )) {
    form.set(name ?? '', (value ?? '').replaceAll('&amp;', '&'))
  }
  form.set('realmId', realm)
  form.set('decision', decision)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const address = authorizeUrl.split('?')[0] ?? ''
  const answer = await fetch(address, { method: 'POST', body: form, redirect: 'manual', headers })
  const location = answer.headers.get('location')
  if (location === null) throw new Error(`no way back: ${answer.status}`)
  return location
}
