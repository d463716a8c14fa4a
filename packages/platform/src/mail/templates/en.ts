import type { MailTemplate } from '../template.ts'

export const en = {
  task_assigned: {
    subject: 'Work for you in the inbox ({tasks})',
    paragraphs: [
      'Work that should not wait has been assigned to you.',
      'Number of tasks: {tasks}. Each one says what happened and what you can do about it.',
    ],
    action: 'See what to do',
  },
  invitation: {
    subject: '{invitedBy} invites you to {company}',
    paragraphs: [
      '{invitedBy} has set up an account for you at {company}. Choose a password to get started.',
      'The link works once, until {expiresOn:date}. If you did not expect this invitation, you can ignore it.',
    ],
    action: 'Choose a password',
  },
  password_reset: {
    subject: 'Reset your password',
    paragraphs: [
      'Someone, hopefully you, asked for a new password for your account.',
      'The link works once, for {minutes} minutes. If it was not you, do nothing: your password stays as it is.',
    ],
    action: 'Choose a new password',
  },
  password_changed: {
    subject: 'Your password was changed',
    paragraphs: [
      'The password of your account has just been changed.',
      'If it was not you, choose a new password right away and tell your administrator.',
    ],
    action: 'Go to sign-in',
  },
} satisfies Record<string, MailTemplate>
