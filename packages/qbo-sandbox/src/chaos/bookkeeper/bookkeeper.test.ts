import { describe, expect, it } from 'vitest'
import { create } from '../../company/operations.ts'
import { openedCompany } from '../../company/opening.ts'
import { trialBalance } from '../../company/ledger.ts'
import { stateHash } from '../../company/snapshot.ts'
import { seededRandom } from '../../ports.ts'
import { callOn } from '../others-hand.ts'
import { invoice, SECOND, START } from '../testing/client.ts'
import { ACTS, bookkeeper } from './bookkeeper.ts'

/** A company with some invoices, and a bookkeeper who works through so many acts, one a minute. */
function worked(seed: number, acts: number, options: { country?: string; multiCurrency?: boolean } = {}) {
  const random = seededRandom(seed)
  const company = openedCompany({ realmId: '9130', name: 'Harbor Books', ...options }, START, random)
  let now = START
  const diary: string[] = []
  const does = (act?: string) => {
    now += 60 * SECOND
    const words = bookkeeper(company, random, now, act)
    diary.push(words)
    return words
  }
  for (let at = 0; at < 8; at += 1) does('key-invoice')
  for (let at = 0; at < acts; at += 1) does()
  const imbalance = () =>
    trialBalance(company.ledger).reduce((sum, { debit, credit }) => sum + debit - credit, 0)
  return { company, diary, does, imbalance }
}

describe('the bookkeeper at work', () => {
  it('keeps the books in balance over hundreds of acts, whatever the country and currency', () => {
    for (const options of [{}, { country: 'GB' }, { country: 'CA' }, { multiCurrency: true }]) {
      const { imbalance, diary, company } = worked(3, 400, options)
      expect(imbalance(), JSON.stringify(options)).toBe(0)
      const refused = diary.filter((each) => each.includes('was refused'))
      expect(refused.length, refused.slice(0, 5).join('\n')).toBeLessThan(diary.length / 3)
      expect(company.tables.Payment.changes.length).toBeGreaterThan(10)
    }
  })

  it('does the same for the same seed, and something else for another', () => {
    const one = worked(5, 120)
    const same = worked(5, 120)
    const other = worked(6, 120)
    expect(same.diary).toEqual(one.diary)
    expect(stateHash(same.company)).toBe(stateHash(one.company))
    expect(other.diary).not.toEqual(one.diary)
  })

  it.each(ACTS.filter((act) => act !== 'undo-deposit'))(
    'can %s where there is something to do it to',
    (act) => {
      const attempts: string[] = []
      const isDone = (words: string) => !words.includes('was refused') && !words.includes('found nothing')
      for (let seed = 1; seed <= 12 && !attempts.some(isDone); seed += 1) {
        const { does } = worked(seed, 30)
        for (const each of ['reopen-books', 'receive-payment', 'key-credit-memo', 'deactivate-customer'])
          does(each)
        if (act === 'reopen-books') does('close-books')
        attempts.push(does(act))
      }
      expect(attempts.find(isDone), attempts.join('\n')).toBeDefined()
    },
  )

  it('says what it did, and says so when there is nothing to do it to', () => {
    const { does, company } = worked(2, 0)
    expect(does('void-invoice')).toMatch(/^voided invoice \d+$/)
    expect(does('apply-credit')).toBe('found nothing to apply credit')
    const [voided] = [...company.tables.Invoice.rows.values()].filter((each) => each['TotalAmt'] === 0)
    expect(voided?.['PrivateNote']).toBe('Voided')
  })

  it('is refused by the rules like everybody else, and leaves nothing behind then', () => {
    const { does, company } = worked(2, 0)
    create(callOn({ company, now: START }, 'Invoice', invoice(100)))
    does('receive-payment')
    does('deposit')
    const before = stateHash(company)
    const words = does('delete-payment')
    expect(words).toMatch(/^wanted to delete payment and was refused: .*deposited/)
    expect(stateHash(company)).toBe(before)
  })
})
