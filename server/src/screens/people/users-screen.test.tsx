import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { administrator, page, refusal, renderScreen, type Answers } from '../../testing/render-screen.tsx'
import { UserScreen } from './user-screen.tsx'
import { UsersScreen } from './users-screen.tsx'

const admin = {
  roleId: '00000000-0000-7000-8000-0000000000a1',
  audience: 'msp',
  key: 'admin',
  name: 'Administrator',
  permissions: ['user:read', 'user:update', 'invoice:void'],
  holders: 1,
}
const technician = {
  roleId: '00000000-0000-7000-8000-0000000000a2',
  audience: 'msp',
  key: 'technician',
  name: 'Technician',
  permissions: ['user:read'],
  holders: 1,
}
const viewer = {
  ...technician,
  roleId: '00000000-0000-7000-8000-0000000000a3',
  audience: 'portal',
  key: 'portal_viewer',
}

const kim = {
  userId: '00000000-0000-7000-8000-000000000002',
  audience: 'msp',
  clientId: null,
  email: 'kim@northwind.example',
  displayName: 'Kim Lee',
  status: 'active',
  locale: 'en',
  roles: [{ roleId: technician.roleId, name: 'Technician' }],
  createdAt: '2026-01-05T09:00:00Z',
  lastSignedInAt: '2026-03-15T09:00:00Z',
}
const ana = { ...kim, userId: administrator.who.id, displayName: 'Ana Ruiz', email: 'ana@northwind.example' }
const oak = { clientId: '00000000-0000-7000-8000-0000000000c1', displayName: 'Oak Dental' }

function show(options: { answers?: Answers; permissions?: string[]; path?: string } = {}) {
  const user = userEvent.setup()
  const view = renderScreen(<UsersScreen />, {
    path: options.path ?? '/people',
    ...(options.permissions && { session: { permissions: options.permissions } }),
    answers: {
      'GET /users': page([ana, kim]),
      'GET /roles': ({ query }: { query: URLSearchParams }) =>
        page(
          [admin, technician, viewer].filter(
            ({ audience }) => audience === (query.get('audience') ?? audience),
          ),
        ),
      'GET /clients': page([
        {
          ...oak,
          email: null,
          currency: 'USD',
          termsName: 'Net 30',
          city: 'Salem',
          status: 'active',
          updatedAt: kim.createdAt,
        },
      ]),
      ...options.answers,
    },
  })
  return { user, ...view }
}

async function fillIn(user: ReturnType<typeof userEvent.setup>) {
  await user.click(screen.getByRole('button', { name: 'Invite' }))
  await user.type(screen.getByRole('textbox', { name: /E-mail/ }), 'sam@northwind.example')
  await user.type(screen.getByRole('textbox', { name: /Name/ }), 'Sam Poe')
}

describe('the users', () => {
  it('are listed with roles by their proper names, state and last sign-in', async () => {
    const { container } = show()
    const row = (await screen.findByRole('link', { name: /^Kim Lee/ })).closest('tr')
    expect(await within(row as HTMLElement).findByText('Technician')).toBeTruthy()
    expect(within(row as HTMLElement).getByText('Active')).toBeTruthy()
    await expectNoViolations(container)
  })

  it('are narrowed by what stands in the address', async () => {
    const { user, askedFor, place } = show({ path: '/people?status=invited' })
    await screen.findByRole('link', { name: /^Kim Lee/ })
    expect(askedFor('GET /users')[0]?.query.get('status')).toBe('invited')
    await user.click(screen.getByRole('radio', { name: 'Client portal' }))
    expect(place()).toBe('/people?status=invited&audience=portal')
    await waitFor(() => expect(askedFor('GET /users').at(-1)?.query.get('audience')).toBe('portal'))
    expect(screen.getByRole('link', { name: 'Export as CSV' }).getAttribute('href')).toBe(
      '/api/v1/users.csv?status=invited&audience=portal',
    )
  })

  it('lose their access only after the question that says what happens', async () => {
    const { user, askedFor } = show({
      answers: { 'POST /users/:userId/deactivate': { ...kim, status: 'inactive' } },
    })
    await screen.findByRole('link', { name: /^Kim Lee/ })
    await user.click(screen.getByRole('button', { name: 'Actions for Kim Lee' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Take away access' }))
    const question = await screen.findByRole('alertdialog')
    expect(question.textContent).toContain('Kim Lee is signed out everywhere at once')
    expect(askedFor('POST /users/:userId/deactivate')).toHaveLength(0)
    await user.click(within(question).getByRole('button', { name: 'Take away access' }))
    await waitFor(() => expect(askedFor('POST /users/:userId/deactivate')[0]?.params.userId).toBe(kim.userId))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  })

  it('cannot take away their own access, and read why', async () => {
    const { user } = show()
    await screen.findByRole('link', { name: /^Ana Ruiz/ })
    await user.click(screen.getByRole('button', { name: 'Actions for Ana Ruiz' }))
    const item = await screen.findByRole('menuitem', { name: /Take away access/ })
    expect(item.getAttribute('aria-disabled')).toBe('true')
    expect(item.textContent).toContain('You cannot take away your own access.')
  })
})

describe('an invitation', () => {
  it('shows what the server says about a field beside that field, and stays open', async () => {
    const { user } = show({ answers: { 'POST /users': refusal(409, 'email-taken') } })
    await fillIn(user)
    await user.click(await screen.findByRole('checkbox', { name: 'Technician' }))
    await user.click(screen.getByRole('button', { name: 'Send invitation' }))
    const field = screen.getByRole('textbox', { name: /E-mail/ })
    await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'))
    const described = field.getAttribute('aria-describedby') ?? ''
    expect(document.getElementById(described)?.textContent).toBe(
      'Somebody with this e-mail address is already here.',
    )
    await expectNoViolations(screen.getByRole('dialog'))
  })

  it('does not leave while something is missing', async () => {
    const { user, askedFor } = show({ answers: { 'POST /users': kim } })
    await user.click(screen.getByRole('button', { name: 'Invite' }))
    await screen.findByRole('checkbox', { name: 'Technician' })
    await user.click(screen.getByRole('button', { name: 'Send invitation' }))
    for (const sentence of ['Enter an e-mail address.', 'Enter a name.', 'Choose at least one role.']) {
      expect(screen.getByText(sentence)).toBeTruthy()
    }
    expect(askedFor('POST /users')).toHaveLength(0)
  })

  it('to the portal names the client and offers the roles of the portal', async () => {
    const { user, askedFor } = show({ answers: { 'POST /users': kim } })
    await fillIn(user)
    const dialog = screen.getByRole('dialog')
    await user.click(within(dialog).getByRole('radio', { name: 'Client portal' }))
    await user.click(await within(dialog).findByRole('combobox', { name: /Client/ }))
    await user.click(await screen.findByRole('option', { name: /Oak Dental/ }))
    await user.click(await within(dialog).findByRole('checkbox', { name: 'Portal viewer' }))
    expect(within(dialog).queryByRole('checkbox', { name: 'Technician' })).toBeNull()
    await user.click(within(dialog).getByRole('button', { name: 'Send invitation' }))
    await waitFor(() =>
      expect(askedFor('POST /users')[0]?.body).toEqual({
        email: 'sam@northwind.example',
        displayName: 'Sam Poe',
        audience: 'portal',
        clientId: oak.clientId,
        roleIds: [viewer.roleId],
        locale: 'en',
      }),
    )
  })

  it('cannot give a role that allows more than one may do oneself, and says what', async () => {
    const { user } = show({ permissions: ['user:read', 'user:update', 'role:read'] })
    await user.click(screen.getByRole('button', { name: 'Invite' }))
    const box = await screen.findByRole('checkbox', { name: 'Administrator' })
    expect(box).toHaveProperty('disabled', true)
    expect(screen.getByText('It allows what you may not do yourself: Invoices: Void invoices.')).toBeTruthy()
    expect(screen.getByRole('checkbox', { name: 'Technician' })).toHaveProperty('disabled', false)
  })
})

describe('one user', () => {
  it('is given other roles, and only once something differs', async () => {
    const user = userEvent.setup()
    const { askedFor, container } = renderScreen(<UserScreen userId={kim.userId} />, {
      path: `/people/${kim.userId}`,
      answers: {
        'GET /users/:userId': kim,
        'GET /roles': page([admin, technician]),
        'PUT /users/:userId/roles': kim,
      },
    })
    const save = () => screen.findByRole('button', { name: 'Save roles' })
    expect((await save()).getAttribute('aria-disabled')).toBe('true')
    await user.click(await screen.findByRole('checkbox', { name: 'Administrator' }))
    await expectNoViolations(container)
    await user.click(await save())
    await waitFor(() =>
      expect(askedFor('PUT /users/:userId/roles')[0]?.body).toEqual({
        roleIds: [technician.roleId, admin.roleId],
      }),
    )
  })
})
