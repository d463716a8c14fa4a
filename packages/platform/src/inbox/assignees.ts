import type { Transaction } from '../db/tenancy.ts'
import { badInput, type FieldError } from '../problem.ts'
import type { TaskRegistry } from './registry.ts'

/** To whom a task is given. */
export interface Assignees {
  roleIds: readonly string[]
  userIds: readonly string[]
}

/** The active people of the provider and its roles, with what they may do. */
export interface Staff {
  people: { userId: string; roleIds: string[]; permissions: ReadonlySet<string> }[]
  roles: { roleId: string; key: string | null; permissions: ReadonlySet<string> }[]
}

export async function loadStaff(trx: Transaction): Promise<Staff> {
  const roleRows: { role_id: string; key: string | null; permissions: string[] }[] = await trx('roles as r')
    .leftJoin('role_permissions as rp', (on) => on.on('rp.tenant', 'r.tenant').on('rp.role_id', 'r.role_id'))
    .where('r.audience', 'msp')
    .groupBy('r.role_id', 'r.key')
    .orderBy('r.role_id')
    .select('r.role_id', 'r.key', trx.raw('array_remove(array_agg(rp.permission), null) as permissions'))
  const personRows: { user_id: string; role_ids: string[] }[] = await trx('users as u')
    .leftJoin('user_roles as ur', (on) => on.on('ur.tenant', 'u.tenant').on('ur.user_id', 'u.user_id'))
    .where({ 'u.audience': 'msp', 'u.status': 'active' })
    .groupBy('u.user_id')
    .orderBy('u.user_id')
    .select('u.user_id', trx.raw('array_remove(array_agg(ur.role_id), null) as role_ids'))

  const roles = roleRows.map((row) => ({
    roleId: row.role_id,
    key: row.key,
    permissions: new Set(row.permissions),
  }))
  const permissionsOf = new Map(roles.map((role) => [role.roleId, role.permissions]))
  const people = personRows.map((row) => ({
    userId: row.user_id,
    roleIds: row.role_ids,
    permissions: new Set(row.role_ids.flatMap((role) => [...(permissionsOf.get(role) ?? [])])),
  }))
  return { people, roles }
}

/** Who can be chosen when a task is handed out, by name. */
export async function assignable(trx: Transaction) {
  const roles: { role_id: string; key: string | null; name: string }[] = await trx('roles')
    .where({ audience: 'msp' })
    .orderBy('name')
    .select('role_id', 'key', 'name')
  const people: { user_id: string; display_name: string; email: string }[] = await trx('users')
    .where({ audience: 'msp', status: 'active' })
    .orderBy('display_name_lower')
    .orderBy('user_id')
    .select('user_id', 'display_name', 'email')
  return {
    roles: roles.map((row) => ({ roleId: row.role_id, key: row.key, name: row.name })),
    people: people.map((row) => ({ userId: row.user_id, displayName: row.display_name, email: row.email })),
  }
}

/**
 * Keeps the roles and people who may act on such a task. What remains of an assignment to roles
 * that cannot act is nobody, and then the task is open to everyone who can: it is never lost.
 */
export function assigneesWhoMayAct(
  registry: TaskRegistry,
  kind: string,
  wanted: { roleIds?: readonly string[]; roleKeys?: readonly string[]; userIds?: readonly string[] },
  staff: Staff,
): Assignees {
  const roles = staff.roles.filter(
    (role) =>
      wanted.roleIds?.includes(role.roleId) || (role.key !== null && wanted.roleKeys?.includes(role.key)),
  )
  const people = staff.people.filter((person) => wanted.userIds?.includes(person.userId))
  return {
    roleIds: roles.filter((role) => registry.mayAct(kind, role.permissions)).map((role) => role.roleId),
    userIds: people
      .filter((person) => registry.mayAct(kind, person.permissions))
      .map((person) => person.userId),
  }
}

/** A task given to someone who cannot act on it would be seen by nobody. */
export function refuseIfAnyoneCannotAct(wanted: Assignees, able: Assignees): void {
  const complaints = (list: 'roleIds' | 'userIds', message: string) =>
    wanted[list].flatMap((id, at): FieldError[] =>
      able[list].includes(id) ? [] : [{ field: `${list}.${at}`, reason: 'cannot_act', message }],
    )
  const fields = [
    ...complaints('roleIds', 'This role cannot act on such a task.'),
    ...complaints('userIds', 'This person cannot act on such a task.'),
  ]
  const [first] = fields
  if (first) throw badInput(first.message, fields)
}

/** The people behind an assignment who may act, in a fixed order. */
export function peopleBehind(registry: TaskRegistry, kind: string, given: Assignees, staff: Staff): string[] {
  return staff.people
    .filter(
      (person) =>
        given.userIds.includes(person.userId) || person.roleIds.some((id) => given.roleIds.includes(id)),
    )
    .filter((person) => registry.mayAct(kind, person.permissions))
    .map((person) => person.userId)
}

export async function insertAssignees(
  trx: Transaction,
  tenant: string,
  given: readonly { taskId: string; assignees: Assignees }[],
): Promise<void> {
  const rows = given.flatMap(({ taskId, assignees }) => [
    ...assignees.roleIds.map((id) => ({ task_id: taskId, role_id: id, user_id: null })),
    ...assignees.userIds.map((id) => ({ task_id: taskId, role_id: null, user_id: id })),
  ])
  if (rows.length === 0) return
  await trx.raw(
    `insert into inbox_task_assignees (tenant, task_id, role_id, user_id)
     select ?, a.task_id, a.role_id, a.user_id
     from jsonb_to_recordset(?::jsonb) as a (task_id uuid, role_id uuid, user_id uuid)`,
    [tenant, JSON.stringify(rows)],
  )
}

export interface NamedAssignee {
  taskId: string
  kind: 'role' | 'user'
  id: string
  name: string
}

/** Who has these tasks, by name: one statement for a whole page. */
export async function assigneesOf(trx: Transaction, taskIds: readonly string[]): Promise<NamedAssignee[]> {
  if (taskIds.length === 0) return []
  return await trx('inbox_task_assignees as a')
    .leftJoin('roles as r', (on) => on.on('r.tenant', 'a.tenant').on('r.role_id', 'a.role_id'))
    .leftJoin('users as u', (on) => on.on('u.tenant', 'a.tenant').on('u.user_id', 'a.user_id'))
    .whereIn('a.task_id', [...taskIds])
    .orderByRaw('a.role_id is null, coalesce(r.name, u.display_name), a.assignee_id')
    .select({
      taskId: 'a.task_id',
      kind: trx.raw(`case when a.role_id is null then 'user' else 'role' end`),
      id: 'a.assignee_id',
      name: trx.raw('coalesce(r.name, u.display_name)'),
    })
}
