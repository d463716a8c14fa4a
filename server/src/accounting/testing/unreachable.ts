import { accountingPlugin } from '../server-plugin.ts'

/** The sync in a host whose outside does not answer: for tests that ask every route there is. */
export const unreachableAccounting = accountingPlugin({
  environments: [{ name: 'sandbox', app: { clientId: 'desk', clientSecret: 'desk-secret' } }],
  sandboxUrl: 'http://desk.test',
  fetch: async () => {
    throw new TypeError('fetch failed')
  },
})
