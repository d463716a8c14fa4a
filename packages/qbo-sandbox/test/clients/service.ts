import { createSandbox, startServer, type RunningServer, type Sandbox } from '../../src/index.ts'

export const REALM = '9130'

export interface Service {
  sandbox: Sandbox
  server: RunningServer
}

/** The sandbox as somebody else's client meets it: over HTTP, on a clock that runs. */
export async function startService(): Promise<Service> {
  const sandbox = createSandbox({
    companies: [{ realmId: REALM, name: 'Harbor Books' }],
    throttle: 'off',
  })
  const server = await startServer({ handle: (each) => sandbox.handle(each), port: 0 })
  sandbox.setOrigin(server.url)
  return { sandbox, server }
}

/** What a person does on the consent page: chooses the company and sends the form. Answers where it led. */
export async function consent(address: string): Promise<string> {
  const page = await (await fetch(address)).text()
  const fields = [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(
    ([, name = '', value = '']) => [name, unescaped(value)],
  )
  const answer = await fetch(new URL('/connect/oauth2', address), {
    method: 'POST',
    body: new URLSearchParams([...fields, ['realmId', REALM], ['decision', 'connect']]),
    redirect: 'manual',
  })
  return answer.headers.get('location') ?? ''
}

const unescaped = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
