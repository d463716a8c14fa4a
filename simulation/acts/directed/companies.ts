import {
  beginConsent,
  confirmOtherCompany,
  disconnect,
  finishConsent,
  makeDefault,
} from '@tieout/accounting-sync/contract'
import { asUseCase } from '../../../server/src/accounting/as-use-case.ts'
import { agree } from '../../../server/src/accounting/testing/agree.ts'
import { keepsOurNumbers } from '../../../server/src/accounting/testing/keeps-our-numbers.ts'
import { quietLine } from '../../machine/wire.ts'
import type { Act, SimTenant, World } from '../../world.ts'
import { ask, told } from '../here/asking.ts'
import { act } from './billing.ts'

/** What scripts have people do with the companies that they are connected to. */
export const directedCompanies: readonly Act[] = [
  act('connect-again', async (world, tenant) => {
    const asked = await consented(world, tenant, tenant.realm)
    return told('connect again', asked, ({ kind }) => `: ${kind}`)
  }),
  act('disconnect', async (_world, tenant) => {
    const { connectionId } = tenant
    return told('let the company go', await ask(tenant, asUseCase(disconnect), { connectionId }))
  }),
  /** A second company beside the one that everything belongs to. */
  act('connect-another', async (world, tenant) => {
    const realm = `${tenant.realm}0`
    keepsOurNumbers(world.sandbox.addCompany({ realmId: realm, name: 'A branch' }))
    const asked = await consented(world, tenant, realm)
    if (asked.kind === 'refused' || asked.answer.kind !== 'other_company')
      return told('connect a branch', asked, ({ kind }) => `, and it went otherwise: ${kind}`)
    const { confirmation } = asked.answer
    const meant = await ask(tenant, asUseCase(confirmOtherCompany), { confirmation })
    if (meant.kind === 'refused') return told('mean a branch', meant)
    const { connectionId } = tenant
    const usual = await ask(tenant, asUseCase(makeDefault), { connectionId })
    return told('connect a branch, and go on with the first', usual)
  }),
]

async function consented({ sandbox }: World, tenant: SimTenant, realm: string) {
  const wanted = { environment: 'sandbox', app: 'platform', returnTo: '/' }
  const begun = await ask(tenant, asUseCase(beginConsent), wanted)
  if (begun.kind === 'refused') return begun
  const callbackUrl = await agree(quietLine(sandbox), begun.answer.authorizeUrl, realm)
  return await ask(tenant, asUseCase(finishConsent), { callbackUrl })
}
