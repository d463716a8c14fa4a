import { hash, verify } from '@node-rs/argon2'

export interface Passwords {
  hash(password: string): Promise<string>
  /** Without a stored hash the answer is no, but it takes as long: time must not tell who has an account. */
  verify(stored: string | null, password: string): Promise<boolean>
}

export interface PasswordCost {
  memoryKiB: number
  passes: number
}

/** OWASP's first choice for argon2id (which is the library's default kind): 19 MiB, two passes, one lane. */
export const recommendedCost: PasswordCost = { memoryKiB: 19_456, passes: 2 }

/** argon2id; the library draws the salt itself. */
export function createPasswords(cost: PasswordCost = recommendedCost): Passwords {
  const options = { memoryCost: cost.memoryKiB, timeCost: cost.passes, parallelism: 1 }
  // Made at once, so that not even the first stranger's attempt takes longer than a known person's.
  const nobody = hash('nobody has this password', options)
  return {
    hash: (password) => hash(canonical(password), options),
    async verify(stored, password) {
      const matches = await verify(stored ?? (await nobody), canonical(password))
      return stored !== null && matches
    },
  }
}

/** An accent typed on another keyboard may arrive as other code points; it is still the same password. */
const canonical = (password: string) => password.normalize('NFKC')
