import type { MailTemplate } from '../template.ts'

export const fr = {
  task_assigned: {
    subject: 'Du travail vous attend dans la boîte de réception ({tasks})',
    paragraphs: [
      'Un travail qui ne devrait pas attendre vous a été attribué.',
      'Nombre de tâches : {tasks}. Chacune indique ce qui s’est passé et ce que vous pouvez faire.',
    ],
    action: 'Voir ce qu’il y a à faire',
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
} satisfies Record<string, MailTemplate>
