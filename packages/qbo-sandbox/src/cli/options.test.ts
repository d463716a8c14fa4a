import { describe, expect, it } from 'vitest'
import { Misuse, USAGE, optionsFrom, type CommandOptions } from './options.ts'

function options(...args: string[]): CommandOptions {
  const found = optionsFrom(args)
  if (found === 'help') throw new Error('that was a question')
  return found
}

describe('the command line', () => {
  it('needs nothing', () => {
    const { port, host, seed, companies, state, webhook } = options()
    expect({ port, host, seed, state, webhook }).toEqual({ port: 9400, host: '127.0.0.1', seed: 1 })
    expect(companies).toEqual([
      { name: 'Sandbox Company US 1', realmId: expect.stringMatching(/^46208\d{14}$/) },
    ])
  })

  it('tells credentials and realms from the seed: the same ones every time, others for another', () => {
    expect(options('--seed', '7')).toEqual(options('--seed=7'))
    expect(options('--seed', '7').app).not.toEqual(options('--seed', '8').app)
    expect(options('--seed', '7').companies).not.toEqual(options('--seed', '8').companies)
    expect(options().app).toEqual({
      clientId: expect.stringMatching(/^AB\w{48}$/),
      clientSecret: expect.stringMatching(/^\w{40}$/),
    })
  })

  it('takes many companies, with realm ids of their own that no number can hold', () => {
    const realms = options('--companies', '1000').companies.map((each) => each.realmId)
    expect(new Set(realms).size).toBe(1000)
    for (const realm of realms) expect(Number(realm)).toBeGreaterThan(Number.MAX_SAFE_INTEGER)
  })

  it('takes companies by name, country and currency', () => {
    const args = ['Café “Blue”', 'Leeds Ltd:gb', 'Zürich AG:CH:chf'].flatMap((each) => ['--company', each])
    expect(options(...args).companies).toMatchObject([
      { name: 'Café “Blue”', country: 'US', homeCurrency: 'USD' },
      { name: 'Leeds Ltd', country: 'GB', homeCurrency: 'GBP' },
      { name: 'Zürich AG', country: 'CH', homeCurrency: 'CHF' },
    ])
  })

  it('takes credentials, addresses and a webhook', () => {
    const line =
      '--client-id id --client-secret secret --redirect-uri http://a.test/x --redirect-uri https://b.test/ ' +
      '--webhook http://a.test/hook --verifier v --state a.json --port 0'
    expect(options(...line.split(' '))).toMatchObject({
      app: { clientId: 'id', clientSecret: 'secret', redirectUris: ['http://a.test/x', 'https://b.test/'] },
      appWasNamed: true,
      webhook: { url: 'http://a.test/hook', verifier: 'v' },
      state: 'a.json',
      port: 0,
    })
  })

  it('explains itself, naming every option', () => {
    expect(optionsFrom(['--help'])).toBe('help')
    for (const option of [
      'port',
      'host',
      'seed',
      'companies',
      'company',
      'state',
      'client-id',
      'client-secret',
    ])
      expect(USAGE).toContain(`--${option}`)
    for (const option of ['redirect-uri', 'webhook', 'verifier', 'attached'])
      expect(USAGE).toContain(`--${option}`)
  })

  it.each([
    [['--frehs'], /--frehs/],
    [['stray'], /stray/],
    [['--port'], /--port/],
    [['--port', 'x'], /^--port takes a whole number from 0 to 65535, not "x"\.$/],
    [['--port', '70000'], /--port/],
    [['--port', '1e3'], /--port/],
    [['--port', '-1'], /--port/],
    [['--seed', '0.5'], /--seed/],
    [['--help=1'], /--help/],
    [['--companies', '0'], /--companies takes a whole number from 1 to 1000/],
    [['--companies', '2', '--company', 'x'], /either --companies or --company/],
    [['--company', ''], /--company takes "Name/],
    [['--company', 'A:B:C:D'], /--company takes "Name/],
    [['--company', 'A:Germany'], /--company takes "Name/],
    [['--company', 'A:PL'], /must name its currency too, as in "A:PL:EUR"/],
    [['--company', 'A:KW:KWD'], /currency that is not modelled/],
    [['--client-id', 'x'], /--client-id and --client-secret go together/],
    [['--client-secret', 'x'], /--client-id and --client-secret go together/],
    [['--webhook', 'http://x.test'], /--webhook and --verifier go together/],
    [['--verifier', 'x'], /--webhook and --verifier go together/],
    [['--webhook', 'x', '--verifier', 'y'], /--webhook takes a web address, not "x"/],
    [['--redirect-uri', 'javascript:1'], /--redirect-uri takes a web address/],
  ])('says in one sentence what is wrong: %j', (args, sentence) => {
    let message = ''
    try {
      optionsFrom(args)
    } catch (error) {
      expect(error).toBeInstanceOf(Misuse)
      message = (error as Error).message
    }
    expect(message).toMatch(sentence)
    expect(message).toMatch(/^[^\n]+\.$/)
  })
})
