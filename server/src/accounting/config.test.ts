import { describe, expect, it } from 'vitest'
import { readConfig } from '../config.ts'

const read = (env: Record<string, string>) => readConfig(env).accounting
const APP = { QBO_CLIENT_ID: 'desk', QBO_CLIENT_SECRET: 'hush' }
const app = { clientId: 'desk', clientSecret: 'hush' }
const SANDBOX = {
  QBO_SANDBOX_URL: 'http://localhost:9400',
  QBO_SANDBOX_CLIENT_ID: 'toy',
  QBO_SANDBOX_CLIENT_SECRET: 'open',
}
const toy = { clientId: 'toy', clientSecret: 'open' }

describe('what the environment says about QuickBooks', () => {
  it('may be nothing; then a sandbox company is brought along', () => {
    const nothing = { environments: [], sandboxUrl: null, bringsSandbox: true }
    expect(read({})).toEqual(nothing)
    expect(read({ QBO_CLIENT_ID: '', QBO_CLIENT_SECRET: '', QBO_SANDBOX_URL: '' })).toEqual(nothing)
    expect(read({ QBO_SANDBOX: 'off' }).bringsSandbox).toBe(false)
  })

  it('offers the company of our own before others, unless there are real credentials', () => {
    expect(read({ ...SANDBOX, QBO_ENVIRONMENT: 'intuit_sandbox' })).toMatchObject({
      environments: [
        { name: 'sandbox', app: toy },
        { name: 'intuit_sandbox', app: null },
      ],
      sandboxUrl: 'http://localhost:9400',
      bringsSandbox: false,
    })
    expect(read({ ...SANDBOX, ...APP }).environments).toEqual([
      { name: 'production', app },
      { name: 'sandbox', app: toy },
    ])
  })

  it('means the real one when there are credentials and nothing else, and brings no other along', () => {
    const config = read(APP)
    expect(config.environments).toEqual([{ name: 'production', app }])
    expect(config.bringsSandbox).toBe(false)
  })

  it('offers both of Intuit’s in the order named, each once', () => {
    const { environments } = read({ ...APP, QBO_ENVIRONMENT: 'intuit_sandbox, production,intuit_sandbox' })
    expect(environments.map((each) => each.name)).toEqual(['intuit_sandbox', 'production'])
  })

  it('knows a sandbox company without its app: tenants bring their own', () => {
    const { QBO_SANDBOX_URL } = SANDBOX
    expect(read({ QBO_SANDBOX_URL }).environments).toEqual([{ name: 'sandbox', app: null }])
  })

  it.each([
    [{ QBO_CLIENT_ID: 'desk' }, /^QBO_CLIENT_ID and QBO_CLIENT_SECRET go together, .*SECRET is missing\.$/],
    [{ QBO_CLIENT_SECRET: 'hush' }, /QBO_CLIENT_ID is missing\.$/],
    [{ ...SANDBOX, QBO_SANDBOX_CLIENT_ID: '' }, /QBO_SANDBOX_CLIENT_ID is missing\.$/],
    [{ ...SANDBOX, QBO_SANDBOX_URL: '' }, /of no use without QBO_SANDBOX_URL\.$/],
    [{ QBO_SANDBOX_URL: 'nowhere' }, /^The setting QBO_SANDBOX_URL is not valid/],
    [{ QBO_SANDBOX_URL: 'ftp://desk.test' }, /^The setting QBO_SANDBOX_URL is not valid/],
    [{ QBO_ENVIRONMENT: 'live' }, /^The setting QBO_ENVIRONMENT.* is not valid/],
    [{ QBO_SANDBOX: 'maybe' }, /^The setting QBO_SANDBOX is not valid/],
    [{ ACCOUNTING_LEASE_SECONDS: '1' }, /^The setting ACCOUNTING_LEASE_SECONDS is not valid/],
  ])('says in one sentence what is wrong with %j', (env, sentence) => {
    expect(() => read(env as unknown as Record<string, string>)).toThrow(sentence)
  })

  it('tells no secret in a sentence', () => {
    const told = () => read({ ...APP, QBO_SANDBOX_URL: 'nowhere' })
    expect(told).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hush') }))
  })
})
