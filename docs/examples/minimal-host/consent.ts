/** What a person does in a browser: chooses the first company and presses Connect. Answers where that leads. */
export async function agreeAt(authorizeUrl: string): Promise<string> {
  const page = await (await fetch(authorizeUrl)).text()
  const form = new URLSearchParams({ decision: 'connect' })
  for (const [, name = '', value = ''] of page.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g))
    if (!form.has(name))
      form.set(
        name,
        value.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(code)),
      )
  const sent = { method: 'POST', body: form, redirect: 'manual' } as const
  const answer = await fetch(new URL('/connect/oauth2', authorizeUrl), sent)
  const back = answer.headers.get('location')
  if (back === null) throw new Error(`The consent page leads nowhere: ${answer.status}`)
  return back
}
