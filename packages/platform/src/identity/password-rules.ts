import { badInput } from '../problem.ts'

/** The commonest passwords that are long enough to pass for one. */
const COMMON = new Set(
  `123456123456 123456789012 1234567890123 12345678910 123456789123 1234567891234 123123123123 0123456789012
   1q2w3e4r5t6y 1q2w3e4r5t6y7u q1w2e3r4t5y6 1qaz2wsx3edc 1qaz2wsx3edc4rfv qwertyuiop12 qwertyuiop123
   qwerty123456 qwerty1234567 qwertyqwerty qwertyuiopas qwertyuiopasdfgh asdfghjklzxc zxcvbnmasdfg
   password1234 password12345 password123456 passwordpassword password2024 password2025 password2026
   mypassword123 newpassword123 administrator administrator1 adminadminadmin admin1234567 admin123456789
   welcome12345 welcome123456 letmeinletmein letmein12345 letmein123456 changeme1234 changeme12345
   changemenow12 iloveyou1234 iloveyou12345 iloveyouforever iloveyousomuch abcdefghijkl abcd12345678
   abc123abc123 abcdef123456 a1b2c3d4e5f6 aa1234567890 987654321098 football1234 baseball1234 basketball12
   superman1234 dragon123456 monkey123456 princess1234 sunshine1234 trustno1trustno1 whatever1234
   unbelievable correcthorsebatterystaple thequickbrownfox secret123456 secretsecret temporary123
   temppassword1 default12345 companyname1 quickbooks12 quickbooks123 quickbooks1234 tieouttieout
   tieout123456 accounting12 accounting123 bookkeeper12 bookkeeper123 bookkeeping1`.split(/\s+/),
)

export interface PasswordOwner {
  email: string
  displayName: string
}

/** Refuses a new password that the first guesses would open. Length is the contract's affair. */
export function refuseWeakPassword(password: string, owner: PasswordOwner, field: string): void {
  const why = weakness(password, owner)
  if (!why) return
  throw badInput(why.message, [{ field, ...why }])
}

function weakness(password: string, owner: PasswordOwner): { reason: string; message: string } | null {
  const typed = password.normalize('NFKC').toLowerCase()
  if (COMMON.has(typed) || /^(.{1,4})\1+$/u.test(typed)) {
    return { reason: 'common_password', message: 'This password is one of the first that anybody would try.' }
  }
  const squeezed = lettersAndDigits(typed)
  const own = [owner.email, owner.email.split('@')[0] ?? '', owner.displayName].map(lettersAndDigits)
  if (own.some((word) => word.length >= 4 && squeezed.includes(word))) {
    return { reason: 'own_name', message: 'A password must not contain your name or e-mail address.' }
  }
  return null
}

const lettersAndDigits = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
