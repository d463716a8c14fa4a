import { adapterContract } from '../../testing/adapter-contract.ts'
import { documentOf, line, REFERENCES, tax } from './testing/documents.ts'
import { changeSettings, connected, REALM } from './testing/world.ts'

describeWith('QuickBooks with numbers of ours', true)
describeWith('QuickBooks that numbers by itself', false)

function describeWith(name: string, customNumbers: boolean): void {
  adapterContract(name, async () => {
    const world = await connected()
    await changeSettings(world, { SalesFormsPrefs: { CustomTxnNumbers: customNumbers } })
    const { adapter, session, sandbox } = world
    return {
      adapter,
      session,
      references: { ...REFERENCES, taxCodeIds: new Map([['state', '2']]) },
      document: (id, kind) =>
        documentOf(
          [line({ netMinor: 10_000, taxes: [tax('state', 80_000, 800)] }), line({ netMinor: 2500 })],
          {
            id,
            kind,
            number: `N-${id}`,
          },
        ),
      count() {
        const { Invoice, CreditMemo } = sandbox.company(REALM).tables
        return Invoice.rows.size + CreditMemo.rows.size
      },
    }
  })
}
