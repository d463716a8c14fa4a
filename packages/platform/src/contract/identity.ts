import { z } from 'zod'
import { page, pageInput } from './paging.ts'
import { email, instantText, localeCode, shortText, uuid } from './text.ts'
import { anyone, defineCommand, defineQuery, signedIn } from './use-case.ts'

/** Who is at the keyboard: signing in and out, one's own sessions, profile and password. */

const audience = z.enum(['msp', 'portal', 'operator'])
const accountAudience = z.enum(['msp', 'portal'])
const companySlug = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9-]+$/, 'is not a company address')

/** What somebody types to prove who they are: any text, since rules apply only to new passwords. */
const typedPassword = z.string().min(1).max(200)

export const SHORTEST_PASSWORD = 12
/** Counted in characters as a person counts them, not in UTF-16 units. */
export const newPassword = z
  .string()
  .max(200)
  .refine((text) => [...text].length >= SHORTEST_PASSWORD, `needs at least ${SHORTEST_PASSWORD} characters`)

/** The secret part of a link sent by mail. */
const linkToken = z
  .string()
  .min(20)
  .max(200)
  .regex(/^[A-Za-z0-9_-]+$/, 'is not a link of ours')

const signedInView = z.object({
  signedIn: z.literal(true),
  audience,
  who: z.object({ id: z.string(), displayName: z.string(), email: z.string() }),
  /** The client a portal user belongs to. */
  clientId: z.string().nullable(),
  permissions: z.array(z.string()),
  /** `null` for an operator, who belongs to no company. */
  tenant: z
    .object({ id: z.string(), name: z.string(), slug: z.string(), timeZone: z.string(), locale: z.string() })
    .nullable(),
  locale: z.string(),
  csrfToken: z.string(),
  edition: z.string(),
  /** What this edition brings beyond the community's. */
  features: z.array(z.string()),
})
const signedOutView = z.object({ signedIn: z.literal(false), edition: z.string() })
export const sessionView = z.discriminatedUnion('signedIn', [signedInView, signedOutView])
export type SessionView = z.infer<typeof sessionView>

export const signIn = defineCommand({
  name: 'session.sign_in',
  summary: 'Sign in with e-mail and password',
  access: anyone,
  input: z.object({
    email,
    password: typedPassword,
    audience: audience.default('msp'),
    /** Which company, when the same address and password open several. */
    tenant: companySlug.optional(),
  }),
  output: signedInView,
  http: { method: 'POST', path: '/session' },
})

export const getSession = defineQuery({
  name: 'session.get',
  summary: 'Who is signed in, and what they may do',
  access: anyone,
  input: z.object({}),
  output: sessionView,
  http: { method: 'GET', path: '/session' },
})

export const signOut = defineCommand({
  name: 'session.sign_out',
  summary: 'Sign out here',
  access: signedIn('msp', 'portal', 'operator'),
  input: z.object({}),
  output: z.void(),
  http: { method: 'DELETE', path: '/session', status: 204 },
})

export const listSessions = defineQuery({
  name: 'session.list',
  summary: 'Where I am signed in',
  access: signedIn('msp', 'portal'),
  input: z.object(pageInput),
  output: page(
    z.object({
      sessionId: z.string(),
      browser: z.string().nullable(),
      system: z.string().nullable(),
      ip: z.string(),
      signedInAt: instantText,
      lastSeenAt: instantText,
      current: z.boolean(),
    }),
  ),
  http: { method: 'GET', path: '/sessions' },
})

export const revokeSession = defineCommand({
  name: 'session.revoke',
  summary: 'Sign out one of my sessions',
  access: signedIn('msp', 'portal'),
  input: z.object({ sessionId: uuid }),
  output: z.void(),
  http: { method: 'DELETE', path: '/sessions/:sessionId', status: 204 },
})

export const revokeOtherSessions = defineCommand({
  name: 'session.revoke_others',
  summary: 'Sign out everywhere but here',
  access: signedIn('msp', 'portal'),
  input: z.object({}),
  output: z.object({ revoked: z.number().int() }),
  http: { method: 'POST', path: '/sessions/revoke-others' },
})

export const updateProfile = defineCommand({
  name: 'profile.update',
  summary: 'Change my name or language',
  access: signedIn('msp', 'portal'),
  input: z.object({ displayName: shortText.optional(), locale: localeCode.optional() }),
  output: z.object({ displayName: z.string(), email: z.string(), locale: z.string() }),
  http: { method: 'PATCH', path: '/profile' },
})

export const changePassword = defineCommand({
  name: 'profile.change_password',
  summary: 'Change my password and sign out everywhere else',
  access: signedIn('msp', 'portal'),
  input: z.object({ currentPassword: typedPassword, newPassword }),
  output: z.void(),
  http: { method: 'POST', path: '/profile/password', status: 204 },
})

export const forgotPassword = defineCommand({
  name: 'password.forgot',
  summary: 'Ask for a link to set a new password; the answer never tells whether the account exists',
  access: anyone,
  input: z.object({ email, audience: accountAudience.default('msp') }),
  output: z.object({ accepted: z.literal(true) }),
  http: { method: 'POST', path: '/password/forgot', status: 202 },
})

export const resetPassword = defineCommand({
  name: 'password.reset',
  summary: 'Set a new password with the link from the mail; signs out everywhere',
  access: anyone,
  input: z.object({ token: linkToken, password: newPassword }),
  output: z.void(),
  http: { method: 'POST', path: '/password/reset', status: 204 },
})

export const acceptInvitation = defineCommand({
  name: 'invitation.accept',
  summary: 'Choose a password with the link from the invitation, and sign in',
  access: anyone,
  input: z.object({ token: linkToken, password: newPassword }),
  output: signedInView,
  http: { method: 'POST', path: '/invitations/accept' },
})
