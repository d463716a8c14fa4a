import type { MailTemplate } from '../template.ts'

export const de = {
  task_assigned: {
    subject: 'Arbeit für Sie im Posteingang ({tasks})',
    paragraphs: [
      'Ihnen wurde etwas zugewiesen, das nicht warten sollte.',
      'Anzahl der Aufgaben: {tasks}. In jeder steht, was geschehen ist und was Sie tun können.',
    ],
    action: 'Ansehen, was zu tun ist',
  },
  invitation: {
    subject: '{invitedBy} lädt Sie zu {company} ein',
    paragraphs: [
      '{invitedBy} hat bei {company} ein Konto für Sie eingerichtet. Legen Sie ein Passwort fest, um loszulegen.',
      'Der Link funktioniert einmal, bis zum {expiresOn:date}. Wenn Sie keine Einladung erwartet haben, können Sie diese Nachricht ignorieren.',
    ],
    action: 'Passwort festlegen',
  },
  password_reset: {
    subject: 'Passwort zurücksetzen',
    paragraphs: [
      'Für Ihr Konto wurde ein neues Passwort angefordert, vermutlich von Ihnen.',
      'Der Link funktioniert einmal, {minutes} Minuten lang. Falls Sie das nicht waren, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.',
    ],
    action: 'Neues Passwort festlegen',
  },
  password_changed: {
    subject: 'Ihr Passwort wurde geändert',
    paragraphs: [
      'Das Passwort Ihres Kontos wurde soeben geändert.',
      'Falls Sie das nicht waren, legen Sie sofort ein neues Passwort fest und informieren Sie Ihre Administration.',
    ],
    action: 'Zur Anmeldung',
  },
} satisfies Record<string, MailTemplate>
