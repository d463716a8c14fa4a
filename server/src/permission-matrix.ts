/**
 * Who may ask what, route by route, written down by hand. The test asks every route as everybody and
 * compares; a route that does not stand here fails, so that nobody adds one without deciding.
 *
 * A administrator · B billing administrator · K bookkeeper · T technician · P a client in the portal
 * · O operator above the tenants · N nobody signed in
 */
export type Who = 'A' | 'B' | 'K' | 'T' | 'P' | 'O' | 'N'

export const PERMISSION_MATRIX: Record<string, string> = {
  'session.sign_in': 'ABKTPON',
  'session.get': 'ABKTPON',
  'session.sign_out': 'ABKTPO',
  'session.list': 'ABKTP',
  'session.revoke': 'ABKTP',
  'session.revoke_others': 'ABKTP',
  'profile.update': 'ABKTP',
  'profile.change_password': 'ABKTP',
  'password.forgot': 'ABKTPON',
  'password.reset': 'ABKTPON',
  'invitation.accept': 'ABKTPON',

  'user.list': 'A',
  'user.get': 'A',
  'user.invite': 'A',
  'user.resend_invitation': 'A',
  'user.send_password_reset': 'A',
  'user.deactivate': 'A',
  'user.reactivate': 'A',
  'user.set_roles': 'A',
  'role.list': 'A',
  'role.create': 'A',
  'role.update': 'A',
  'role.delete': 'A',
  'permission.list': 'A',

  'operator.tenants': 'O',
  'operator.jobs': 'O',

  'inbox.list': 'ABKT',
  'inbox.counts': 'ABKT',
  'inbox.get': 'ABKT',
  'inbox.claim': 'AB',
  'inbox.release': 'AB',
  'inbox.assignable': 'AB',
  'inbox.assign': 'AB',
  'inbox.snooze': 'AB',
  'inbox.comment': 'AB',
  'inbox.resolve': 'AB',
  'inbox.create': 'AB',
  'inbox.definitions.list': 'ABKT',
  'inbox.definitions.create': 'AB',
  'inbox.definitions.update': 'AB',
  'inbox.definitions.deactivate': 'AB',

  'notification.list': 'ABKTP',
  'notification.unread_count': 'ABKTP',
  'notification.mark_read': 'ABKTP',
  'notification.mark_all_read': 'ABKTP',
  // Mails may carry one-time links: administrators alone.
  'mail.list': 'A',
  'mail.get': 'A',
  'mail.retry': 'A',

  'job.list': 'AB',
  'job.get': 'AB',
  'job.retry': 'A',
  'job.cancel': 'A',
  'schedule.list': 'AB',
  'schedule.run_now': 'A',
  'audit.search': 'AB',
  'audit.get': 'AB',
  'audit.status': 'AB',

  'settings.general.get': 'AB',
  'settings.general.update': 'A',
  'settings.company.get': 'AB',
  'settings.company.update': 'A',
  'settings.retention.get': 'AB',
  'settings.retention.update': 'A',

  'client.list': 'ABKT',
  'client.counts': 'ABKT',
  'client.get': 'ABKT',
  'client.create': 'AB',
  'client.update': 'AB',
  'client.deactivate': 'AB',
  'client.reactivate': 'AB',
  'portal.client': 'P',
  'portal.company': 'P',
}
