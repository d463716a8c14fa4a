import { describe, expect, it } from 'vitest'
import { CALLBACK, SCOPE, other, testWorld } from './testing/world.ts'

describe('the consent page', () => {
  it('asks which company to connect, and names the app as text', () => {
    const { ask, asked } = testWorld()
    const page = ask({ target: `/connect/oauth2?${asked()}` })
    expect(page.status).toBe(200)
    expect(page.headers['content-type']).toBe('text/html;charset=utf-8')
    expect(page.body).toContain('Tieout &#38; &#60;Sons&#62;')
    expect(page.body).toContain('Harbor &#34;Light&#34; &#60;Books&#62;')
    expect(page.body).toContain('value="9131"')
    expect(page.body).not.toContain('<Sons>')
    expect(page.body).not.toContain('<script')
  })

  it('carries what the app sent through its form, so that the answer can be given to it', () => {
    const { ask, asked } = testWorld()
    const page = ask({ target: `/connect/oauth2?${asked({ state: '"><b>' })}` })
    expect(page.body).toContain('<input type="hidden" name="state" value="&#34;&#62;&#60;b&#62;">')
    expect(page.body).toContain(`name="redirect_uri" value="${CALLBACK}"`)
  })

  it.each([
    ['an app it does not know', { client_id: 'nobody' }, 'No app has the client_id'],
    ['an address that is not the app’s', { redirect_uri: 'http://evil.test/' }, 'redirect_uri'],
    ['an address that only begins like it', { redirect_uri: `${CALLBACK}/../x` }, 'redirect_uri'],
  ])('shows a refusal and goes nowhere: %s', (_what, fields, sentence) => {
    const { ask, asked, consent } = testWorld()
    for (const answer of [ask({ target: `/connect/oauth2?${asked(fields)}` }), consent(fields)]) {
      expect(answer.status).toBe(400)
      expect(answer.headers['location']).toBeUndefined()
      expect(answer.body).toContain(sentence)
    }
  })

  it.each(['javascript:alert(1)', 'nonsense', 'ftp://x.test/', 'http://x.test/#part', ''])(
    'takes any web address for an app that allows any, but not %j',
    (redirect_uri) => {
      const { consent } = testWorld()
      const theirs = { client_id: other.clientId }
      expect(consent({ ...theirs, redirect_uri: 'https://any.test/x?y=1' }).headers['location']).toMatch(
        /^https:\/\/any\.test\/x\?y=1&code=/,
      )
      expect(consent({ ...theirs, redirect_uri }).status).toBe(400)
    },
  )

  it.each([
    ['invalid_scope', { scope: 'everything' }],
    ['invalid_scope', { scope: `${SCOPE} everything` }],
    ['invalid_scope', { scope: '' }],
    ['unsupported_response_type', { response_type: 'token' }],
  ])('tells the app %s and gives its state back', (error, fields) => {
    const { ask, asked } = testWorld()
    const answer = ask({ target: `/connect/oauth2?${asked(fields)}` })
    expect(answer.status).toBe(302)
    expect(answer.headers['location']).toBe(`${CALLBACK}?error=${error}&state=st%26te%3D1`)
  })

  it('refuses a connection without the accounting scope, which it does not model', () => {
    const { ask, asked } = testWorld()
    const answer = ask({ target: `/connect/oauth2?${asked({ scope: 'openid email' })}` })
    expect(answer.status).toBe(400)
    expect(answer.body).toContain(`models no connection without the scope ${SCOPE}`)
  })
})

describe('the answer to the question', () => {
  it('is sent to an address that is written safely', () => {
    const { consent } = testWorld()
    const answer = consent({
      client_id: other.clientId,
      redirect_uri: 'http://any.test/a\r\nset-cookie: b/ü',
    })
    expect(answer.headers['location']).toMatch(/^http:\/\/any\.test\/aset-cookie:%20b\/%C3%BC\?code=/)
  })

  it('Connect goes back with code, state and realmId, in this order', () => {
    const { consent } = testWorld()
    const answer = consent({ realmId: '9131' })
    expect(answer.status).toBe(302)
    const { searchParams, origin, pathname } = new URL(answer.headers['location'] ?? '')
    expect(origin + pathname).toBe(CALLBACK)
    expect([...searchParams.keys()]).toEqual(['code', 'state', 'realmId'])
    expect(searchParams.get('state')).toBe('st&te=1')
    expect(searchParams.get('realmId')).toBe('9131')
    expect(searchParams.get('code')).toMatch(/^XAB11\w{20,512}$/)
  })

  it('Deny goes back with access_denied and without a code', () => {
    const { consent } = testWorld()
    expect(consent({ decision: 'deny' }).headers['location']).toBe(
      `${CALLBACK}?error=access_denied&state=st%26te%3D1`,
    )
  })

  it('has no state when none was sent', () => {
    const { ask, asked } = testWorld()
    const fields = asked({ decision: 'deny' })
    fields.delete('state')
    const answer = ask({ method: 'POST', target: '/connect/oauth2', body: fields.toString() })
    expect(answer.headers['location']).toBe(`${CALLBACK}?error=access_denied`)
  })

  it.each<Record<string, string>>([{ realmId: '1' }, { realmId: '' }, { decision: 'maybe' }])(
    'asks again after %j',
    (fields) => {
      const { consent } = testWorld()
      const answer = consent(fields)
      expect(answer.status).toBe(400)
      expect(answer.body).toContain('role="alert">Choose one of the companies.')
    },
  )

  it('is the same for the same seed', () => {
    expect(testWorld().codeFor()).toBe(testWorld().codeFor())
  })
})
