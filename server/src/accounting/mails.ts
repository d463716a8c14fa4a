import type { MailTemplateSet } from '@tieout/platform'

/**
 * What the sync writes to those who may mend a connection. Each is told: company; the two that warn also
 * days (14, 7 or 2, at most so many are left) and endsOn (YYYY-MM-DD).
 *
 * - `accounting_connection_expired`: over; work waits until somebody connects again
 * - `accounting_connection_expiring`: access is renewed by itself, and this time it was not
 * - `accounting_sync_news`: what came in needs people; told: company and tasks, how many
 * - `accounting_consent_expiring`: after five years consent has to be given anew, whatever is renewed
 */
export const accountingMails: MailTemplateSet = {
  en: {
    accounting_sync_news: {
      subject: '{tasks} new in {company} for you to decide',
      paragraphs: [
        'Something in {company} could not be applied here, or is no longer what we sent.',
        'Each has a task with the exact amount, and what to do about it. All else goes on.',
      ],
      action: 'Open the inbox',
    },
    accounting_connection_expired: {
      subject: 'The connection to {company} has expired',
      paragraphs: [
        '{company} no longer lets us in, so nothing is synced at the moment.',
        'Nothing is lost: whatever is queued goes out by itself once somebody connects it again.',
      ],
      action: 'Connect again',
    },
    accounting_connection_expiring: {
      subject: 'The connection to {company} ends within {days} days',
      paragraphs: [
        'Access to {company} is renewed by itself, but that has not worked for a while.',
        'Unless it is connected again before {endsOn:date}, the sync stops and documents wait.',
      ],
      action: 'Connect again',
    },
    accounting_consent_expiring: {
      subject: 'Your consent for {company} ends within {days} days',
      paragraphs: [
        'QuickBooks wants consent to be given anew every few years. Nothing is wrong, and no program can do it for you.',
        'Please connect {company} again before {endsOn:date}. It takes a minute, and all links and settings stay.',
      ],
      action: 'Give consent again',
    },
  },
  fr: {
    accounting_sync_news: {
      subject: '{tasks} nouveauté(s) dans {company} à décider',
      paragraphs: [
        'Quelque chose dans {company} n’a pas pu être appliqué ici, ou ne correspond plus à ce que nous avons envoyé.',
        'Chacune a une tâche avec le montant exact et la marche à suivre. Tout le reste continue.',
      ],
      action: 'Ouvrir la boîte de réception',
    },
    accounting_connection_expired: {
      subject: 'La connexion à {company} a expiré',
      paragraphs: [
        '{company} ne nous laisse plus entrer ; rien n’est donc synchronisé pour le moment.',
        'Rien n’est perdu : ce qui est en file d’attente partira tout seul dès que quelqu’un aura rétabli la connexion.',
      ],
      action: 'Se reconnecter',
    },
    accounting_connection_expiring: {
      subject: 'La connexion à {company} prend fin dans moins de {days} jours',
      paragraphs: [
        'L’accès à {company} se renouvelle tout seul, mais cela ne fonctionne plus depuis un certain temps.',
        'Sans nouvelle connexion avant le {endsOn:date}, la synchronisation s’arrête et les documents attendent.',
      ],
      action: 'Se reconnecter',
    },
    accounting_consent_expiring: {
      subject: 'Votre autorisation pour {company} prend fin dans moins de {days} jours',
      paragraphs: [
        'QuickBooks demande que l’autorisation soit redonnée au bout de quelques années. Tout va bien, mais aucun programme ne peut le faire à votre place.',
        'Merci de reconnecter {company} avant le {endsOn:date}. Cela prend une minute ; les correspondances et les réglages sont conservés.',
      ],
      action: 'Redonner l’autorisation',
    },
  },
  de: {
    accounting_sync_news: {
      subject: '{tasks} neu in {company} zu entscheiden',
      paragraphs: [
        'Etwas in {company} konnte hier nicht verbucht werden oder ist nicht mehr, was wir gesendet haben.',
        'Zu jedem gibt es eine Aufgabe mit dem genauen Betrag und dem, was zu tun ist. Alles andere läuft weiter.',
      ],
      action: 'Posteingang öffnen',
    },
    accounting_connection_expired: {
      subject: 'Die Verbindung zu {company} ist abgelaufen',
      paragraphs: [
        '{company} lässt uns nicht mehr hinein, daher wird zurzeit nichts abgeglichen.',
        'Nichts geht verloren: Was wartet, geht von selbst hinaus, sobald jemand die Verbindung wiederherstellt.',
      ],
      action: 'Wieder verbinden',
    },
    accounting_connection_expiring: {
      subject: 'Die Verbindung zu {company} endet in höchstens {days} Tagen',
      paragraphs: [
        'Der Zugang zu {company} erneuert sich von selbst, doch das gelingt seit einiger Zeit nicht.',
        'Wird sie nicht vor dem {endsOn:date} neu verbunden, steht der Abgleich still, und Belege warten.',
      ],
      action: 'Wieder verbinden',
    },
    accounting_consent_expiring: {
      subject: 'Ihre Zustimmung für {company} endet in höchstens {days} Tagen',
      paragraphs: [
        'QuickBooks verlangt alle paar Jahre eine neue Zustimmung. Es ist alles in Ordnung, doch kein Programm kann sie für Sie geben.',
        'Bitte verbinden Sie {company} vor dem {endsOn:date} neu. Das dauert eine Minute; alle Zuordnungen und Einstellungen bleiben.',
      ],
      action: 'Erneut zustimmen',
    },
  },
  es: {
    accounting_sync_news: {
      subject: '{tasks} novedad(es) en {company} por decidir',
      paragraphs: [
        'Algo en {company} no se pudo aplicar aquí, o ya no es lo que enviamos.',
        'Cada cosa tiene una tarea con el importe exacto y qué hacer. Todo lo demás sigue.',
      ],
      action: 'Abrir la bandeja',
    },
    accounting_connection_expired: {
      subject: 'La conexión con {company} ha caducado',
      paragraphs: [
        '{company} ya no nos deja entrar, así que por ahora no se sincroniza nada.',
        'No se pierde nada: lo que está en cola saldrá por sí solo en cuanto alguien vuelva a conectarla.',
      ],
      action: 'Volver a conectar',
    },
    accounting_connection_expiring: {
      subject: 'La conexión con {company} termina en {days} días como máximo',
      paragraphs: [
        'El acceso a {company} se renueva por sí solo, pero hace tiempo que no se consigue.',
        'Si no se vuelve a conectar antes del {endsOn:date}, la sincronización se detiene y los documentos esperan.',
      ],
      action: 'Volver a conectar',
    },
    accounting_consent_expiring: {
      subject: 'Su consentimiento para {company} termina en {days} días como máximo',
      paragraphs: [
        'QuickBooks pide que el consentimiento se renueve cada pocos años. Todo está en orden, pero ningún programa puede hacerlo por usted.',
        'Vuelva a conectar {company} antes del {endsOn:date}. Se tarda un minuto, y los vínculos y ajustes se conservan.',
      ],
      action: 'Dar el consentimiento de nuevo',
    },
  },
}
