import { conflict, Problem } from '../problem.ts'

/** One sentence for every reason, so that it tells nobody which addresses have an account. */
export const wrongCredentials = () =>
  new Problem({
    code: 'wrong-credentials',
    status: 401,
    detail: 'The e-mail address or the password is wrong.',
  })

/** Unknown, used, replaced by a newer one or too old: the way on is the same. */
export const linkNotValid = () =>
  new Problem({
    code: 'link-not-valid',
    status: 410,
    detail: 'This link is no longer valid. Ask for a new one.',
  })

export const wrongPassword = () =>
  new Problem({
    code: 'wrong-password',
    status: 400,
    detail: 'The current password is wrong.',
    fields: [
      { field: 'currentPassword', reason: 'wrong_password', message: 'This is not your current password.' },
    ],
  })

export const cannotGrant = (permissions: readonly string[]) =>
  new Problem({
    code: 'cannot-grant',
    status: 403,
    detail: 'You cannot give a permission that you do not have yourself.',
    extra: { permissions },
  })

export const emailTaken = () => conflict('email-taken', 'Somebody with this e-mail address is already here.')

export const builtInRole = () =>
  conflict('built-in-role', 'This role comes with the product and cannot be changed like that.')
