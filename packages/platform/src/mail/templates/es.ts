import type { MailTemplate } from '../template.ts'

export const es = {
  task_assigned: {
    subject: 'Trabajo para usted en la bandeja de entrada ({tasks})',
    paragraphs: [
      'Se le ha asignado trabajo que no debería esperar.',
      'Número de tareas: {tasks}. Cada una explica qué ha pasado y qué puede hacer.',
    ],
    action: 'Ver qué hay que hacer',
  },
  invitation: {
    subject: '{invitedBy} le invita a {company}',
    paragraphs: [
      '{invitedBy} ha creado una cuenta para usted en {company}. Elija una contraseña para empezar.',
      'El enlace funciona una sola vez, hasta el {expiresOn:date}. Si no esperaba esta invitación, puede ignorar este mensaje.',
    ],
    action: 'Elegir una contraseña',
  },
  password_reset: {
    subject: 'Restablezca su contraseña',
    paragraphs: [
      'Se ha solicitado una nueva contraseña para su cuenta, probablemente por usted.',
      'El enlace funciona una sola vez, durante {minutes} minutos. Si no ha sido usted, no haga nada: su contraseña sigue siendo la misma.',
    ],
    action: 'Elegir una nueva contraseña',
  },
  password_changed: {
    subject: 'Su contraseña ha cambiado',
    paragraphs: [
      'La contraseña de su cuenta se acaba de cambiar.',
      'Si no ha sido usted, elija de inmediato una nueva contraseña y avise a su administrador.',
    ],
    action: 'Ir a la página de acceso',
  },
} satisfies Record<string, MailTemplate>
