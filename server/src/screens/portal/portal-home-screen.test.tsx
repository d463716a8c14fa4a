import { expectNoViolations } from '@tieout/ui/testing'
import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { renderScreen } from '../../testing/render-screen.tsx'
import { PortalHomeScreen } from './portal-home-screen.tsx'

const oak = {
  displayName: 'Oak Dental',
  legalName: 'Oak Dental Group PLLC',
  email: 'office@oak.example',
  phone: null,
  currency: 'USD',
  termsName: 'Net 30',
  addressLine1: '4 Elm St',
  addressLine2: null,
  city: 'Salem',
  region: 'MA',
  postalCode: '01970',
  country: 'US',
}

const harbor = {
  name: 'Harbor Lane IT',
  legalName: '',
  addressLine1: '',
  addressLine2: '',
  city: '',
  region: '',
  postalCode: '',
  country: '',
  phone: '+1 207 555 0100',
  email: '',
  website: '',
}

const show = (permissions: string[]) =>
  renderScreen(<PortalHomeScreen />, {
    path: '/portal',
    session: { audience: 'portal', permissions },
    answers: { 'GET /portal/client': oak, 'GET /portal/company': harbor },
  })

describe('the portal', () => {
  it('shows a client what the company has on file, and what is not given', async () => {
    const { container } = show(['portal_profile:read'])
    expect(await screen.findByText('Oak Dental Group PLLC')).toBeTruthy()
    expect((await screen.findByRole('link', { name: '+1 207 555 0100' })).getAttribute('href')).toBe(
      'tel:+12075550100',
    )
    expect(screen.getByText(/4 Elm St/).textContent).toBe('4 Elm St\nSalem, MA 01970\nUnited States')
    expect(screen.getByText('Net 30')).toBeTruthy()
    expect(screen.getByText('Not given')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'profile' }).getAttribute('href')).toBe('/portal/profile')
    await expectNoViolations(container)
  })

  it('tells somebody whose role does not reach that far, and asks for nothing', async () => {
    const { asked } = show([])
    expect(await screen.findByText(/Your role may not see the company details/)).toBeTruthy()
    expect(asked).toHaveLength(0)
  })
})
