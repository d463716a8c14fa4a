import type { MailTemplate } from '../template.ts'

export const en = {
  task_assigned: {
    subject: 'Assigned to you: {title}',
    paragraphs: [
      'The task “{title}” is now yours.',
      'Everything you need to deal with it is on the task itself.',
    ],
    action: 'Open the task',
  },
  task_due: {
    subject: 'Due {dueOn:date}: {title}',
    paragraphs: ['Your task “{title}” is due on {dueOn:date} and is still open.'],
    action: 'Open the task',
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
  mail_test: {
    subject: 'Test: mail is working',
    paragraphs: [
      '{sentBy} sent this mail to check that mail gets through. It does. There is nothing you need to do.',
    ],
    action: 'Open the application',
  },
} satisfies Record<string, MailTemplate>
