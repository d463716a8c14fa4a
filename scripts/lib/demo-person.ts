import type { Route } from '@tieout/accounting-sync/contract'
import { createClient, signIn, type ApiClient } from '@tieout/platform/contract'
import { asUseCase } from '../../server/src/accounting/as-use-case.ts'
import { DEMO_PASSWORD } from '../../server/src/demo/companies.ts'

/** Somebody who is signed in and asks over the REST API. */
export interface Person {
  api: ApiClient
  /** The same for what the sync offers. */
  sync<R extends Route>(route: R, input: R['input']['_input']): Promise<R['output']['_output']>
}

export async function signedIn(
  product: string,
  email: string,
  audience: 'msp' | 'portal' = 'msp',
): Promise<Person> {
  let cookie = ''
  let csrfToken: string | undefined
  const api = createClient({
    baseUrl: product,
    csrfToken: () => csrfToken,
    async fetch(url, init) {
      const answer = await fetch(url, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), cookie },
      })
      cookie ||= answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
      return answer
    },
  })
  csrfToken = (await api(signIn, { email, password: DEMO_PASSWORD, audience })).csrfToken
  return { api, sync: (route, input) => api(asUseCase(route), input as never) as never }
}
