import { spawn } from 'node:child_process'

export interface RunningSandbox {
  url: string
  clientId: string
  clientSecret: string
  realmId: string
  /** A call to the API, as a connected program makes it. */
  api(path: string, body: object): Promise<Response>
  /** The access token that a code from the consent page is worth. */
  tokenFor(code: string, redirectUri: string): Promise<string>
  stop(): void
}

/** The sandbox as people start it: the real command, on a free port. */
export async function startSandbox(): Promise<RunningSandbox> {
  const child = spawn(
    process.execPath,
    ['packages/qbo-sandbox/src/cli/main.ts', '--port', '0', '--seed', '7'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const line = await new Promise<string>((said, failed) => {
    child.stdout.setEncoding('utf8').once('data', said)
    child.once('exit', (code) => failed(new Error(`the sandbox did not start (${code})`)))
  })
  const announced = JSON.parse(line) as {
    url: string
    clientId: string
    clientSecret: string
    realms: { realmId: string }[]
  }
  const { url, clientId, clientSecret } = announced
  const realmId = announced.realms[0]?.realmId ?? ''
  return {
    url,
    clientId,
    clientSecret,
    realmId,
    async api(path, body) {
      const made = await fetch(`${url}/_sandbox/tokens`, {
        method: 'POST',
        body: JSON.stringify({ realmId }),
      })
      const { access_token: token } = (await made.json()) as { access_token: string }
      return await fetch(`${url}/v3/company/${realmId}/${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      })
    },
    async tokenFor(code, redirectUri) {
      const answer = await fetch(`${url}/oauth2/v1/tokens/bearer`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
          'content-type': 'application/x-www-form-urlencoded',
          accept: 'application/json',
        },
        body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
      })
      return ((await answer.json()) as { access_token: string }).access_token
    },
    stop: () => child.kill('SIGTERM'),
  }
}
