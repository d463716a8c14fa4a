import { DEMO_PASSWORD, HARBOR, JUNIPER, OPERATOR, type Config } from '@tieout/server'

interface Facts {
  config: Config
  edition: string
  seconds: number
  opened: { kind: 'embedded' | 'external'; where: string }
  /** The QuickBooks company that came along. */
  sandbox: { url: string } | null
  noJobs: boolean
}

/** The one block a newcomer reads. */
export function welcome({ config, edition, seconds, opened, sandbox, noJobs }: Facts): string {
  const at = (role: string) => HARBOR.people.find((person) => person.role === role)?.email ?? ''
  const line = '─'.repeat(74)
  return `
${line}
  Tieout is ready after ${seconds.toFixed(1)} s · ${edition} edition · ${opened.kind} database (${opened.where})

  Open      ${config.publicOrigin}
  Password  ${DEMO_PASSWORD}   (for everybody in the demo)

  ${at('admin').padEnd(34)} administrator of ${HARBOR.name}
  ${at('billing_admin').padEnd(34)} billing administrator: has tasks waiting
  ${at('bookkeeper').padEnd(34)} bookkeeper of two companies
  ${at('technician').padEnd(34)} technician: sees neither tasks nor buttons
  ${(JUNIPER.people[0]?.email ?? '').padEnd(34)} administrator of ${JUNIPER.name}
  ${at('portal_admin').padEnd(34)} a client, at ${config.publicOrigin}/portal
  ${OPERATOR.email.padEnd(34)} above all tenants, at ${config.publicOrigin}/operator

  Try       sign in as ${at('billing_admin')}, open the inbox, resolve a task;
            then look at the bell, at the mail outbox as ${at('admin')},
            and change language and theme in the menu at the top right.
  API       ${config.publicOrigin}/api/v1/openapi.json
${sandbox === null ? '' : sandboxLines(sandbox.url, at('billing_admin'))}${noJobs ? JOBS_ELSEWHERE : ''}
  Ctrl-C stops it and keeps the data; npm start -- --fresh begins again.
${line}`
}

const sandboxLines = (url: string, who: string) => `
  Beside it QuickBooks companies of its own, at ${url}/desk
            as ${who} open QuickBooks, connect one, accept what
            matches, confirm the first day, finalize an invoice, find it at the desk.
`

const JOBS_ELSEWHERE = `
  Jobs wait for a worker: run npm run worker in another window.
`
