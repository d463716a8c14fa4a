import { Fault, faults } from '../../fault.ts'

/** Refusals that only sales papers know. */
export const refusals = {
  negativeTotal: () => faults.businessRule('Transaction amount must be 0 or greater.'),
  percent: (value: number) =>
    new Fault([
      {
        code: '2150',
        message: 'Invalid Percent',
        detail: `Percent should be between 0 and 100. Supplied value:${value}`,
        element: 'DiscountPercent',
      },
    ]),
  noTaxCode: () =>
    faults.businessRule('Make sure all your transactions have a sales tax code before you save.'),
  otherCurrency: (of: string) => faults.businessRule(`The currency has to be the one of the ${of}.`),
  linkedStays: (what: string) =>
    faults.businessRule(`Unlink the payments of this transaction before changing its ${what}.`),
  stillLinked: () =>
    faults.hasDependents('You must unlink any linked transactions before deleting this transaction.'),
}
