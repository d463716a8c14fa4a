import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Movement } from '../contract/receivables.ts'
import { drawInvoice } from './invoice-paper.ts'
import { MISSING, writable } from './letters.ts'
import { drawStatement } from './statement-paper.ts'
import { invoicePaper, paperLine } from './testing/papers.ts'
import { readPages } from './testing/read-pdf.ts'
import { typeface } from './typeface.ts'
import { wrap } from './wrap.ts'

const textOf = async (...asked: Parameters<typeof drawInvoice>) =>
  readPages(await drawInvoice(...asked)).join('\n')

describe('a document on paper', () => {
  it('says who sends it to whom, what for, how it is taxed and what is still owed', async () => {
    const text = await textOf(invoicePaper(), 'en')
    for (const words of [
      'Harbor Lane IT, LLC',
      'Tax number 01-2345678',
      'Invoice',
      'INV-000042',
      'Mar 2, 2026',
      'Apr 1, 2026',
      'PO 7781',
      'Cedar Clinic',
      'Portland, ME 04101',
      'Managed workstation no. 1',
      'Service period Feb 1, 2026 to Feb 28, 2026',
      'State tax, 6.25% of USD\u00A03,086.40',
      'City tax, 2.625% of USD\u00A03,086.40',
      'USD\u00A03,360.32',
      'Payment of Mar 10, 2026',
      '-USD\u00A01,000.00',
      'Credit from CM-000003, Mar 12, 2026',
      '-USD\u00A0300.00',
      'USD\u00A02,060.32',
      'Thank you for your business.',
    ]) {
      expect(text.split('\n')).toContain(words)
    }
  })

  it.each([
    ['en', 'Invoice', 'Balance due', 'USD\u00A03,360.32'],
    ['fr', 'Facture', 'Reste dû', '3\u202F360,32\u00A0USD'],
    ['de-AT', 'Rechnung', 'Offener Betrag', '3.360,32\u00A0USD'],
    ['es', 'Factura', 'Saldo pendiente', '3360,32\u00A0USD'],
    ['xx', 'Invoice', 'Balance due', 'USD\u00A03,360.32'],
  ])('speaks %s', async (locale, ...words) => {
    expect((await textOf(invoicePaper(), locale)).split('\n')).toEqual(expect.arrayContaining(words))
  })

  it('is the same bytes for the same document', async () => {
    const first = await drawInvoice(invoicePaper(), 'en')
    const second = await drawInvoice(invoicePaper(), 'en')
    expect(Buffer.compare(first, second)).toBe(0)
    expect(Buffer.compare(first, await drawInvoice(invoicePaper({ notes: 'Other' }), 'en'))).not.toBe(0)
  })

  it('goes on over many pages, each with the headings and its number, and loses no line', async () => {
    const lines = Array.from({ length: 150 }, (_, at) => paperLine(at + 1))
    const pages = readPages(await drawInvoice(invoicePaper({ lines }), 'en'))
    expect(pages.length).toBeGreaterThan(3)
    for (const [at, page] of pages.entries()) {
      expect(page).toContain(`Page ${at + 1} of ${pages.length}`)
    }
    for (const page of pages.slice(0, -1)) expect(page.split('\n')).toContain('Description')
    const all = pages.join('\n').split('\n')
    for (const line of lines) expect(all.filter((text) => text === line.description)).toHaveLength(1)
  })

  it('prints a description and notes that are longer than a page', async () => {
    const words = Array.from({ length: 600 }, (_, at) => `w${at}`)
    const paper = invoicePaper({
      lines: [paperLine(1, { description: words.join(' ') })],
      notes: words.join('\n'),
    })
    const printed = (await textOf(paper, 'en')).split(/\s+/)
    for (const word of words) expect(printed.filter((each) => each === word)).toHaveLength(2)
  })

  it('prints the whole of a long reference and of a long name', async () => {
    const { company, client } = invoicePaper().parties
    const legalName =
      'Międzynarodowe Przedsiębiorstwo Informatyczne „Łódź” Spółka z ograniczoną odpowiedzialnością'
    const reference = 'PO-2026-0000000000000000000000000000000000001'
    const paper = invoicePaper({ reference, parties: { company, client: { ...client, legalName } } })
    const text = (await textOf(paper, 'en')).replaceAll('\n', '')
    expect(text).toContain(reference)
    expect(text.replaceAll(' ', '')).toContain(legalName.replaceAll(' ', ''))
    expect(text).not.toContain('…')
  })

  it('is a credit note that nobody owes, or says that it is cancelled', async () => {
    const note = await textOf(invoicePaper({ invoiceType: 'credit_note', sourceNumber: 'INV-000007' }), 'en')
    expect(note).toContain('Credit note')
    expect(note).toContain('INV-000007')
    expect(note).not.toContain('Balance due')
    expect(note).not.toContain('Due')
    expect(await textOf(invoicePaper({ voidedAt: '2026-03-05T09:00:00.000Z' }), 'de')).toContain('STORNIERT')
    expect(await textOf(invoicePaper(), 'de')).not.toContain('STORNIERT')
  })

  it('counts in the decimals of its currency', async () => {
    const yen = await textOf(invoicePaper({ currency: 'JPY', totalMinor: 1_234_567 }), 'en')
    expect(yen).toContain('JPY\u00A01,234,567')
    const dinar = await textOf(invoicePaper({ currency: 'KWD', totalMinor: 1_234_567 }), 'en')
    expect(dinar).toContain('KWD\u00A01,234.567')
  })
})

describe('a statement on paper', () => {
  const movement = (at: number, changes: Partial<Movement>): Movement => ({
    transactionId: String(at),
    kind: 'invoice_finalized',
    invoiceId: null,
    invoiceNumber: `INV-${at}`,
    paymentId: null,
    creditId: null,
    allocationId: null,
    currency: 'USD',
    amountMinor: 5000,
    receivableMinor: 5000,
    occurredOn: '2026-02-03',
    recordedAt: '2026-02-03T00:00:00.000Z',
    reason: null,
    balanceMinor: 6000,
    ...changes,
  })

  it('tells each currency apart, from the opening to the closing balance', async () => {
    const pdf = await drawStatement(
      {
        parties: invoicePaper().parties,
        from: '2026-02-01',
        to: '2026-02-28',
        currencies: [
          { currency: 'EUR', openingMinor: 0, closingMinor: 700 },
          { currency: 'USD', openingMinor: 1000, closingMinor: 2000 },
        ],
        movements: [
          movement(1, {}),
          movement(2, { kind: 'payment', receivableMinor: -4000, balanceMinor: 2000 }),
          movement(3, { kind: 'credit_issued', receivableMinor: 0, balanceMinor: 2000 }),
          movement(4, { currency: 'EUR', receivableMinor: 700, balanceMinor: 700 }),
          movement(5, { kind: 'something_new', invoiceNumber: null }),
        ],
      },
      'en',
    )
    const [page = ''] = readPages(pdf)
    const [euro = '', dollar = ''] = page.split('Opening balance').slice(1)
    expect(euro).toContain('Invoice INV-4')
    expect(euro).toContain('EUR\u00A07.00')
    expect(dollar.split('\n')).toEqual(
      expect.arrayContaining([
        'Invoice INV-1',
        '50.00',
        '60.00',
        'Payment on INV-2',
        '-40.00',
        'USD\u00A020.00',
      ]),
    )
    expect(dollar).toContain('Credit note INV-3 (USD\u00A050.00)')
    expect(dollar).toContain('Other movement')
  })
})

describe('letters', () => {
  it('keeps what is written in the Latin, Greek and Cyrillic alphabets, on paper as on the screen', async () => {
    const names = [
      'Größe, Œuvre à l’été “€ 5” – ¿Señor?',
      'Łódź Żółć, Dvořák & Őrség',
      'Đorđe, Ưng, İstanbul',
      'Ελληνική Οδοντιατρική',
      'Київська клініка №5',
    ]
    const text = await textOf(
      invoicePaper({ lines: names.map((name, at) => paperLine(at, { description: name })) }),
      'en',
    )
    for (const name of names) {
      expect(writable(name)).toBe(name)
      expect(text.normalize('NFC').split('\n')).toContain(name)
    }
  })

  it('shows a sign in place of each character it has not, and joins accents to their letters', () => {
    expect(writable('東京 Ltd')).toBe(`${MISSING}${MISSING} Ltd`)
    expect(writable('👩‍👩‍👧 Family 🏳️‍🌈')).toBe(`${MISSING} Family ${MISSING}`)
    expect(writable('Zoe\u0308\tA\r\nB\u0000')).toBe('Zoë A\nB')
  })

  it('never asks a font for what it does not have', () => {
    const { regular, bold } = typeface()
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const char of writable(text).replaceAll('\n', '')) {
          for (const font of [regular, bold]) {
            expect(font.hasGlyphForCodePoint(char.codePointAt(0) ?? 0)).toBe(true)
          }
        }
      }),
    )
  })
})

describe('lines', () => {
  it('wraps without losing anything and without lines that are too wide', () => {
    const width = fc.integer({ min: 1, max: 30 })
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n'), maxLength: 200 })
    fc.assert(
      fc.property(texts, width, (text, most) => {
        const lines = wrap(text, most, (piece) => piece.length)
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(Math.max(most, 1))
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
      }),
    )
  })
})
