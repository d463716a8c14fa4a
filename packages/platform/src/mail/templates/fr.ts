import type { MailTemplate } from '../template.ts'

export const fr = {
  task_assigned: {
    subject: 'Tâche à votre nom : {title}',
    paragraphs: [
      'La tâche « {title} » vous est désormais attribuée.',
      'Vous trouverez dans la tâche tout ce qu’il faut pour la traiter.',
    ],
    action: 'Ouvrir la tâche',
  },
  task_due: {
    subject: 'Échéance le {dueOn:date} : {title}',
    paragraphs: ['Votre tâche « {title} » arrive à échéance le {dueOn:date} et n’est pas encore terminée.'],
    action: 'Ouvrir la tâche',
  },
  invitation: {
    subject: '{invitedBy} vous invite à rejoindre {company}',
    paragraphs: [
      '{invitedBy} vous a ouvert un compte chez {company}. Choisissez un mot de passe pour commencer.',
      'Le lien fonctionne une seule fois, jusqu’au {expiresOn:date}. Si vous n’attendiez pas cette invitation, ignorez ce message.',
    ],
    action: 'Choisir un mot de passe',
  },
  password_reset: {
    subject: 'Réinitialisation de votre mot de passe',
    paragraphs: [
      'Un nouveau mot de passe a été demandé pour votre compte, sans doute par vous.',
      'Le lien fonctionne une seule fois, pendant {minutes} minutes. Si la demande ne vient pas de vous, ne faites rien : votre mot de passe reste inchangé.',
    ],
    action: 'Choisir un nouveau mot de passe',
  },
  password_changed: {
    subject: 'Votre mot de passe a été modifié',
    paragraphs: [
      'Le mot de passe de votre compte vient d’être modifié.',
      'Si cette modification ne vient pas de vous, choisissez tout de suite un nouveau mot de passe et prévenez votre administrateur.',
    ],
    action: 'Aller à la page de connexion',
  },
  mail_test: {
    subject: 'Test : les e-mails fonctionnent',
    paragraphs: [
      '{sentBy} a envoyé ce message pour vérifier que les e-mails arrivent bien. C’est le cas. Vous n’avez rien à faire.',
    ],
    action: 'Ouvrir l’application',
  },
} satisfies Record<string, MailTemplate>
