import type { UserView } from '../contract/users.ts'
import { heading, type CsvColumn } from '../exports/list-export.ts'

export const USER_COLUMNS: readonly CsvColumn<UserView>[] = [
  { heading: heading('Name', 'Nom', 'Name', 'Nombre'), cell: (user) => user.displayName },
  { heading: heading('E-mail', 'E-mail', 'E-Mail', 'Correo'), cell: (user) => user.email },
  { heading: heading('Status', 'Statut', 'Status', 'Estado'), cell: (user) => user.status },
  { heading: heading('Audience', 'Public', 'Bereich', 'Ámbito'), cell: (user) => user.audience },
  {
    heading: heading('Roles', 'Rôles', 'Rollen', 'Roles'),
    cell: (user) => user.roles.map((role) => role.name).join(', '),
  },
  { heading: heading('Language', 'Langue', 'Sprache', 'Idioma'), cell: (user) => user.locale },
  { heading: heading('Created', 'Créé le', 'Angelegt', 'Creado'), cell: (user) => user.createdAt },
  {
    heading: heading('Last signed in', 'Dernière connexion', 'Zuletzt angemeldet', 'Último acceso'),
    cell: (user) => user.lastSignedInAt,
  },
]
