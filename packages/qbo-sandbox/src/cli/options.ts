import { parseArgs } from 'node:util'
import type { CompanyOptions } from '../company/company.ts'
import { isCurrency } from '../company/currency.ts'
import { newCredentials } from '../oauth/secrets.ts'
import { seededRandom, type Random } from '../ports.ts'

export const USAGE = `qbo-sandbox: a QuickBooks Online company on this machine

  --port N            where it listens (9400; 0 takes any free port)
  --host ADDRESS      on which address (127.0.0.1)
  --seed N            decides ids, tokens and credentials (1)
  --companies N       so many companies (1)
  --company "Name[:country[:currency]]"
                      a company by name, such as "Leeds Ltd:GB:GBP"; repeat it for more
  --state FILE        keeps everything in this file between runs
  --client-id ID --client-secret SECRET
                      the app's credentials (told from the seed)
  --redirect-uri URI  an address that consent may lead back to; repeat it for more (any)
  --webhook URL --verifier TOKEN
                      where changes are announced, and the token they are signed with
  --attached          ends when its standard input does: it never outlives the program that started it
  --help              this text

It prints one line of JSON when it is ready: {"url","clientId","clientSecret","realms":[{"realmId","name"}]}
`

export interface CommandOptions {
  port: number
  host: string
  seed: number
  companies: CompanyOptions[]
  app: { clientId: string; clientSecret: string; redirectUris?: string[] }
  /** The credentials were named, not told from the seed: they hold against those of a state file. */
  appWasNamed: boolean
  state?: string
  attached: boolean
  webhook?: { url: string; verifier: string }
}

/** A command line nobody can follow; the message is one sentence. */
export class Misuse extends Error {}

/** What was asked for; `help` when it was help. */
export function optionsFrom(args: readonly string[]): CommandOptions | 'help' {
  const given = parsed(args)
  if (given.help) return 'help'
  const seed = whole('--seed', given.seed ?? '1', 0, 4_294_967_295)
  const random = seededRandom(seed)
  const invented = newCredentials(random)
  const named = pair('--client-id', given['client-id'], '--client-secret', given['client-secret'])
  const webhook = pair('--webhook', given.webhook, '--verifier', given.verifier)
  const redirectUris = given['redirect-uri']?.map((each) => webAddress('--redirect-uri', each))
  const [clientId, clientSecret] = named ?? [invented.clientId, invented.clientSecret]
  return {
    port: whole('--port', given.port ?? '9400', 0, 65_535),
    host: given.host ?? '127.0.0.1',
    seed,
    companies: companiesFrom(given.companies, given.company, random),
    app: { clientId, clientSecret, ...(redirectUris === undefined ? {} : { redirectUris }) },
    appWasNamed: named !== undefined,
    attached: given.attached === true,
    ...(given.state === undefined ? {} : { state: given.state }),
    ...(webhook === undefined
      ? {}
      : { webhook: { url: webAddress('--webhook', webhook[0]), verifier: webhook[1] } }),
  }
}

function parsed(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const
    const texts = { type: 'string', multiple: true } as const
    return parseArgs({
      args: [...args],
      options: {
        port: text,
        host: text,
        seed: text,
        companies: text,
        company: texts,
        state: text,
        'client-id': text,
        'client-secret': text,
        'redirect-uri': texts,
        webhook: text,
        verifier: text,
        attached: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    const [first = ''] = (error as Error).message.split(/\. |\n/)
    throw new Misuse(`${first.replace(/\.$/, '')}; --help tells what there is.`)
  }
}

function whole(option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new Misuse(`${option} takes a whole number from ${least} to ${most}, not "${text}".`)
  return value
}

function pair(
  one: string,
  first: string | undefined,
  other: string,
  second: string | undefined,
): [string, string] | undefined {
  if (!first && !second) return undefined
  if (!first || !second) throw new Misuse(`${one} and ${other} go together.`)
  return [first, second]
}

function webAddress(option: string, text: string): string {
  const protocol = URL.canParse(text) ? new URL(text).protocol : ''
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new Misuse(`${option} takes a web address, not "${text}".`)
  return text
}

function companiesFrom(
  count: string | undefined,
  named: string[] | undefined,
  random: Random,
): CompanyOptions[] {
  if (count !== undefined && named !== undefined)
    throw new Misuse('Use either --companies or --company, not both.')
  const companies =
    named?.map(companyFrom) ??
    Array.from({ length: whole('--companies', count ?? '1', 1, 1000) }, (_, at) => ({
      name: `Sandbox Company US ${at + 1}`,
    }))
  return companies.map((each, at) => ({ ...each, realmId: realmId(at, random) }))
}

const CURRENCY_OF: Readonly<Record<string, string>> = {
  AU: 'AUD',
  CA: 'CAD',
  DE: 'EUR',
  FR: 'EUR',
  GB: 'GBP',
  IE: 'EUR',
  IN: 'INR',
  NZ: 'NZD',
  SG: 'SGD',
  US: 'USD',
  ZA: 'ZAR',
}

function companyFrom(text: string): Omit<CompanyOptions, 'realmId'> {
  const [name = '', land = 'US', money, ...more] = text.split(':').map((part) => part.trim())
  const country = land.toUpperCase()
  const homeCurrency = money?.toUpperCase() ?? CURRENCY_OF[country]
  if (name === '' || !/^[A-Z]{2}$/.test(country) || more.length > 0)
    throw new Misuse(`--company takes "Name[:country[:currency]]", not "${text}".`)
  if (homeCurrency === undefined)
    throw new Misuse(`--company "${text}" must name its currency too, as in "${name}:${country}:EUR".`)
  if (!isCurrency(homeCurrency))
    throw new Misuse(`--company "${text}" names a currency that is not modelled.`)
  return { name, country, homeCurrency }
}

/** Of nineteen digits, as real ones have: too many for a number, which finds those who read it as one. */
function realmId(at: number, random: Random): string {
  const digits = Math.floor(random.next() * 1_000_000)
  return `462081636${String(digits).padStart(6, '0')}${String(at + 1).padStart(4, '0')}`
}
