import type { AccountingAdapter } from '../../adapter.ts'
import { catalogue } from './catalogue.ts'
import { fetchChanges } from './changes.ts'
import { createCustomer } from './customer.ts'
import { deliver } from './deliver.ts'
import type { Environments } from './environments.ts'
import { companyFacts } from './facts.ts'
import { find } from './find.ts'
import type { Outside } from './http.ts'
import { look } from './look.ts'
import { missing } from './missing.ts'
import { prepareApplication, takeOff } from './map/application.ts'
import { preparePayment } from './map/payment.ts'
import { oauthOf } from './oauth.ts'
import { over, voidBody, voidDocument } from './over.ts'
import { prepare } from './prepare.ts'
import { settling } from './settling.ts'
import type { SyncHost } from '../../host.ts'

/** QuickBooks Online, spoken to over the host's line and by its clock. */
export function createQboAdapter(
  host: Pick<SyncHost, 'fetch' | 'clock'>,
  environments: Environments,
  limits: Pick<Outside, 'changesCap'> = {},
): AccountingAdapter {
  const outside: Outside = { fetch: host.fetch, clock: host.clock, environments, ...limits }
  return {
    type: 'qbo',
    // A batch may hold thirty.
    capabilities: {
      supportsChangePolling: true,
      supportsPaymentRecording: true,
      supportsCreditApplication: true,
      frameSize: 30,
      deliversFiles: false,
    },
    oauth: oauthOf(outside),
    companyFacts: (session) => companyFacts(outside, session),
    catalogue: (session, kind) => catalogue(outside, session, kind),
    createCustomer: (session, party, requestId) => createCustomer(outside, session, party, requestId),
    deliver: (session, frame) => deliver(outside, session, frame),
    find: (session, writes) => find(outside, session, writes),
    prepare,
    preparePayment,
    prepareApplication,
    takeOff,
    over,
    voidBody,
    voidDocument,
    fetchChanges: (session, since, kinds) => fetchChanges(outside, session, since, kinds),
    look: (session, kind, externalId) => look(outside, session, kind, externalId),
    settling: (session, kind, externalId) => settling(outside, session, kind, externalId),
    missing: (session, kind, ids) => missing(outside, session, kind, ids),
    deepLink: (environment, realm, kind, externalId) =>
      environments.get(environment)?.page(realm, kind, externalId) ?? null,
  }
}
