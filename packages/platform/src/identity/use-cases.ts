import type { Implementation } from '../access/application.ts'
import { invitationUseCases } from './invitations.ts'
import { operatorUseCases } from './operators.ts'
import { ownSessionUseCases } from './own-sessions.ts'
import { passwordResetUseCases } from './password-reset.ts'
import { profileUseCases } from './profile.ts'
import { roleUseCases } from './roles.ts'
import type { IdentityServices } from './services.ts'
import { signInUseCases } from './sign-in.ts'
import { userUseCases } from './users.ts'

/** Everything this room answers. */
export function identityUseCases(services: IdentityServices): Implementation[] {
  return [
    ...signInUseCases(services),
    ...ownSessionUseCases(services),
    ...profileUseCases(services),
    ...passwordResetUseCases(services),
    ...invitationUseCases(services),
    ...userUseCases(),
    ...roleUseCases(),
    ...operatorUseCases(),
  ]
}
