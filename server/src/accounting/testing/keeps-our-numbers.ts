import type { Company } from '@tieout/qbo-sandbox'

/** The setting of a company that takes documents under the numbers they have here. */
export function keepsOurNumbers({ tables }: Company): void {
  const { rows } = tables.Preferences
  for (const [id, row] of rows) {
    const forms = row['SalesFormsPrefs'] as object
    rows.set(id, { ...row, SalesFormsPrefs: { ...forms, CustomTxnNumbers: true } })
  }
}
