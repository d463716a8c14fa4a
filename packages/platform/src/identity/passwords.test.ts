import { describe, expect, it } from 'vitest'
import { newPassword } from '../contract/identity.ts'
import { Problem } from '../problem.ts'
import { refuseWeakPassword } from './password-rules.ts'
import { createPasswords, recommendedCost } from './passwords.ts'

const cheap = createPasswords({ memoryKiB: 8, passes: 1 })
const ada = { email: 'ada.lovelace@example.com', displayName: 'Ada Lovelace' }

describe('passwords', () => {
  it('are kept as argon2id at the recommended cost', async () => {
    const stored = await createPasswords().hash('a good long phrase')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(recommendedCost.memoryKiB).toBe(19_456)
  })

  it('open with the same words and with no others', async () => {
    const stored = await cheap.hash('a good long phrase')
    expect(await cheap.verify(stored, 'a good long phrase')).toBe(true)
    expect(await cheap.verify(stored, 'a good long phrasf')).toBe(false)
  })

  it('are the same password however a keyboard composes an accent', async () => {
    const stored = await cheap.hash('caf\u00e9 au lait chaud')
    expect(await cheap.verify(stored, 'cafe\u0301 au lait chaud')).toBe(true)
  })

  it('never open an account that has none, not even with the stand-in’s own words', async () => {
    expect(await cheap.verify(null, 'nobody has this password')).toBe(false)
  })

  it('cost as much to verify where there is no account', async () => {
    const passwords = createPasswords({ memoryKiB: 65_536, passes: 2 })
    const stored = await passwords.hash('a good long phrase')
    const known = await fastestOf(() => passwords.verify(stored, 'wrong words entirely'))
    const unknown = await fastestOf(() => passwords.verify(null, 'wrong words entirely'))
    expect(unknown / known).toBeGreaterThan(0.3)
    expect(unknown / known).toBeLessThan(3)
  })
})

async function fastestOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return Math.min(...times)
}

describe('a new password', () => {
  const reason = (password: string) => {
    try {
      refuseWeakPassword(password, ada, 'password')
      return 'fine'
    } catch (error) {
      return error instanceof Problem ? error.fields[0]?.reason : error
    }
  }

  it('needs twelve characters as a person counts them, and at most two hundred', () => {
    expect(newPassword.safeParse('elevenchars').success).toBe(false)
    expect(newPassword.safeParse('twelve chars').success).toBe(true)
    expect(newPassword.safeParse('😀'.repeat(6)).success).toBe(false)
    expect(newPassword.safeParse('x'.repeat(201)).success).toBe(false)
  })

  it.each(['password1234', 'Password1234', '123456789012', 'aaaaaaaaaaaa', 'abababababab', 'tieouttieout'])(
    'is refused when anybody would try it: %s',
    (password) => expect(reason(password)).toBe('common_password'),
  )

  it.each(['ada.lovelace@example.com', 'Ada Lovelace 12', 'my-AdaLovelace!', 'xx ada.lovelace 99'])(
    'is refused when it is the person’s own name or address: %s',
    (password) => expect(reason(password)).toBe('own_name'),
  )

  it.each(['correct staple horse', 'zwölf kleine Hasen', 'k3#nQ9!vLp2w'])(
    'may be anything else: %s',
    (password) => expect(reason(password)).toBe('fine'),
  )
})
