import type { Parties, Party } from '../contract/invoice-views.ts'
import { heightOf, type Sheet, type TextStyle } from './sheet.ts'
import type { Speech } from './words.ts'

/** Countries whose printers hold Letter. */
const LETTER_COUNTRIES = new Set(['US', 'CA', 'MX', 'PH', 'CL', 'CO', 'VE'])

export const paperFor = (country: string | null) => (LETTER_COUNTRIES.has(country ?? '') ? 'LETTER' : 'A4')

/** Who sends it: at the top left of the first page. */
export function drawCompany(sheet: Sheet, say: Speech, company: Parties['company'], width: number): void {
  drawLines(sheet, [company.legalName ?? company.name], sheet.left, width, { size: 12, bold: true })
  const facts = [
    ...addressOf(company, say, null),
    company.phone,
    company.email,
    company.website,
    company.taxNumber && say.t('taxNumber', { number: company.taxNumber }),
  ]
  drawLines(sheet, facts.filter(isKnown), sheet.left, width, { faint: true })
}

/** Whom it is for. The country is named when it is another than the sender's. */
export function drawClient(
  sheet: Sheet,
  say: Speech,
  heading: string,
  { client, company }: Parties,
  width: number,
): void {
  drawLines(sheet, [heading], sheet.left, width, { size: 8, faint: true })
  drawLines(sheet, [client.legalName ?? client.name], sheet.left, width, { bold: true })
  drawLines(sheet, addressOf(client, say, company.country), sheet.left, width)
}

/** Wraps each text, line below line. */
export function drawLines(
  sheet: Sheet,
  texts: readonly string[],
  x: number,
  width: number,
  style: TextStyle = {},
): void {
  for (const line of texts.flatMap((text) => sheet.lines(text, width, style))) {
    sheet.need(heightOf(style))
    sheet.put(line, x, width, style)
    sheet.y += heightOf(style)
  }
}

/** As post is addressed there: North America writes the code behind the town, others before it. */
function addressOf(party: Party, say: Speech, homeCountry: string | null): string[] {
  const { city, region, postalCode, country } = party
  const codeLast = country === 'US' || country === 'CA'
  const cityAndRegion = [city, region].filter(isKnown).join(', ')
  const town = codeLast ? [cityAndRegion, postalCode] : [postalCode, cityAndRegion]
  const abroad = country !== null && country !== homeCountry ? say.country(country) : null
  return [party.addressLine1, party.addressLine2, town.filter(isKnown).join(' '), abroad].filter(isKnown)
}

const isKnown = (text: string | null | undefined): text is string => Boolean(text)
