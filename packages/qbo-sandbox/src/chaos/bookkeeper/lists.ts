import { mergeCustomers } from '../../company/merge.ts'
import type { JsonObject } from '../../json.ts'
import { addDays, serviceDate } from '../../time.ts'
import { between } from '../dice.ts'
import { edit, settle } from '../others-hand.ts'
import { type Act, type Desk, idIn, isActive, some } from './desk.ts'

/** What a bookkeeper does to customers and settings. */
export const listActs = {
  'merge-customers'(desk) {
    const winner = some(desk, 'Customer', isActive)
    const loser = some(
      desk,
      'Customer',
      (each) => each.Id !== winner?.Id && idIn(each['ParentRef']) === idIn(winner?.['ParentRef']),
    )
    if (winner === undefined || loser === undefined) return undefined
    mergeCustomers(desk.company, desk.now, winner.Id, loser.Id)
    return `merged customer ${loser.Id} into ${winner.Id}`
  },
  'deactivate-customer'(desk) {
    const customer = some(desk, 'Customer', (each) => isActive(each) && each['BalanceWithJobs'] === 0)
    if (customer === undefined) return undefined
    edit(desk, 'Customer', customer, { Active: false })
    return `made customer ${customer.Id} inactive`
  },
  reactivate(desk) {
    for (const kind of ['Customer', 'Item', 'Vendor', 'Account'] as const) {
      const row = some(desk, kind, (each) => !isActive(each))
      if (row === undefined) continue
      edit(desk, kind, row, { Active: true })
      return `made ${kind.toLowerCase()} ${row.Id} active again`
    }
    return undefined
  },
  'rename-customer'(desk) {
    const customer = some(desk, 'Customer', isActive)
    if (customer === undefined) return undefined
    const name = `Renamed ${between(desk.random, 1, 999_999)}`
    edit(desk, 'Customer', customer, { DisplayName: name })
    return `renamed customer ${customer.Id} to ${name}`
  },
  'close-books'(desk) {
    const date = addDays(serviceDate(desk.now), -between(desk.random, 1, 60))
    settle(desk, 'AccountingInfoPrefs', { BookCloseDate: date })
    return `closed the books up to ${date}`
  },
  'reopen-books'(desk) {
    if (setting(desk, 'AccountingInfoPrefs', 'BookCloseDate') === undefined) return undefined
    settle(desk, 'AccountingInfoPrefs', { BookCloseDate: null })
    return 'opened the books again'
  },
  'auto-apply'(desk) {
    const on = setting(desk, 'SalesFormsPrefs', 'AutoApplyCredit') !== true
    settle(desk, 'SalesFormsPrefs', { AutoApplyCredit: on, AutoApplyPayments: on })
    return on ? 'let credits be applied by themselves' : 'stopped applying credits by themselves'
  },
} satisfies Record<string, Act>

function setting({ company }: Desk, section: string, name: string) {
  return (company.tables.Preferences.rows.get('1')?.[section] as JsonObject | undefined)?.[name]
}
