import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { page, renderScreen } from '../../testing/render-screen.tsx'
import { RolesScreen } from './roles-screen.tsx'

const admin = {
  roleId: '00000000-0000-7000-8000-0000000000a1',
  audience: 'msp',
  key: 'admin',
  name: 'Administrator',
  permissions: ['client:read', 'audit:read'],
  holders: 1,
}
const dispatch = {
  ...admin,
  roleId: '00000000-0000-7000-8000-0000000000a2',
  key: null,
  name: 'Dispatch',
  holders: 2,
}
const spare = {
  ...dispatch,
  roleId: '00000000-0000-7000-8000-0000000000a3',
  name: 'Spare',
  permissions: ['audit:read'],
  holders: 0,
}

function show(permissions?: string[]) {
  const user = userEvent.setup()
  const view = renderScreen(<RolesScreen />, {
    path: '/people/roles',
    ...(permissions && { session: { permissions } }),
    answers: {
      'GET /roles': page([admin, dispatch, spare]),
      'GET /permissions': {
        items: [
          { audience: 'msp', resource: 'client', actions: ['read', 'create'] },
          { audience: 'msp', resource: 'audit', actions: ['read'] },
          { audience: 'portal', resource: 'portal_invoice', actions: ['read'] },
        ],
      },
      'PATCH /roles/:roleId': spare,
      'POST /roles': spare,
      'DELETE /roles/:roleId': undefined,
    },
  })
  return { user, ...view }
}

const box = (name: string) => screen.findByRole('checkbox', { name })

describe('the roles', () => {
  it('cannot be deleted while somebody holds them or when they are built in, and say so', async () => {
    const { user, askedFor, container } = show()
    const held = await screen.findByRole('button', { name: 'Delete Dispatch' })
    expect(held.getAttribute('aria-disabled')).toBe('true')
    expect(screen.getByText('2 people still hold it.')).toBeTruthy()
    expect(screen.getByText('A built-in role cannot be deleted.')).toBeTruthy()
    await expectNoViolations(container)
    await user.click(screen.getByRole('button', { name: 'Delete Spare' }))
    const question = await screen.findByRole('alertdialog', { name: 'Delete the role Spare?' })
    await user.click(within(question).getByRole('button', { name: 'Delete Spare' }))
    await waitFor(() => expect(askedFor('DELETE /roles/:roleId')[0]?.params.roleId).toBe(spare.roleId))
  })

  it('give nobody what their editor does not have, but keep what they had', async () => {
    const { user, askedFor } = show(['role:read', 'role:update', 'client:read'])
    await user.click(await screen.findByRole('button', { name: 'Spare' }))
    expect(await box('Add clients')).toHaveProperty('disabled', true)
    expect(screen.getByText('You do not have this yourself.')).toBeTruthy()
    // Held by the role already: it may be taken away, and put back before saving.
    const audit = await box('Read the audit trail')
    expect(audit).toHaveProperty('disabled', false)
    await user.click(audit)
    await user.click(await box('See clients'))
    await expectNoViolations(screen.getByRole('dialog'))
    await user.click(screen.getByRole('button', { name: 'Save role' }))
    await waitFor(() =>
      expect(askedFor('PATCH /roles/:roleId')[0]?.body).toEqual({
        name: 'Spare',
        permissions: ['client:read'],
      }),
    )
  })

  it('show the administrator without letting anybody change it', async () => {
    const { user } = show()
    await user.click(await screen.findByRole('button', { name: 'Administrator' }))
    expect(await screen.findByText(/This role cannot be changed/)).toBeTruthy()
    expect(await box('See clients')).toHaveProperty('disabled', true)
    expect(screen.queryByRole('button', { name: 'Save role' })).toBeNull()
  })

  it('begin without permissions, for one side, under a name', async () => {
    const { user, askedFor } = show()
    await screen.findByRole('button', { name: 'Spare' })
    await user.click(screen.getByRole('button', { name: 'New role' }))
    await user.click(await screen.findByRole('radio', { name: 'Client portal' }))
    await user.click(await box('See invoices'))
    await user.click(screen.getByRole('button', { name: 'Save role' }))
    expect(screen.getByText('Enter a name.')).toBeTruthy()
    await user.type(screen.getByRole('textbox', { name: /Name/ }), 'Payer')
    await user.click(screen.getByRole('button', { name: 'Save role' }))
    await waitFor(() =>
      expect(askedFor('POST /roles')[0]?.body).toEqual({
        name: 'Payer',
        audience: 'portal',
        permissions: ['portal_invoice:read'],
      }),
    )
  })
})
