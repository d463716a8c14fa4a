import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { refusal, renderScreen, type Answers } from '../../testing/render-screen.tsx'
import { SettingsScreen } from './settings-screen.tsx'

const company = {
  legalName: 'Northwind IT LLC',
  addressLine1: '1 Main St',
  addressLine2: '',
  city: 'Salem',
  region: 'MA',
  postalCode: '01970',
  country: 'US',
  taxNumber: '',
  phone: '',
  email: '',
  website: '',
}

const general = { name: 'Northwind IT', slug: 'northwind', timeZone: 'America/New_York', locale: 'en' }

function showCompany(answers: Answers = {}, permissions?: string[]) {
  const user = userEvent.setup()
  // As the server: what was saved is what is read next.
  let stored = company
  const view = renderScreen(<SettingsScreen slug="" />, {
    path: '/settings',
    ...(permissions && { session: { permissions } }),
    answers: {
      'GET /settings/company': () => stored,
      'PATCH /settings/company': ({ body }: { body: object }) => (stored = { ...stored, ...body }),
      ...answers,
    },
  })
  return { user, ...view }
}

describe('the settings of the company', () => {
  it('send only what changed, and then have nothing left to save', async () => {
    const { user, askedFor, container } = showCompany()
    const city = await screen.findByRole('textbox', { name: 'City' })
    const save = () => screen.getByRole('button', { name: 'Save' })
    expect(save().getAttribute('aria-disabled')).toBe('true')
    await user.clear(city)
    await user.type(city, 'Bangor')
    expect(screen.getByText('Not saved yet')).toBeTruthy()
    await expectNoViolations(container)
    await user.click(save())
    await waitFor(() => expect(askedFor('PATCH /settings/company')[0]?.body).toEqual({ city: 'Bangor' }))
    await waitFor(() => expect(screen.queryByText('Not saved yet')).toBeNull())
    expect(city).toHaveProperty('value', 'Bangor')
  })

  it('finds a country by its name and stores its code', async () => {
    const { user, askedFor } = showCompany()
    const country = await screen.findByRole('combobox', { name: 'Country' })
    expect(country).toHaveProperty('value', 'United States')
    await user.click(country)
    await user.keyboard('germ')
    await user.click(await screen.findByRole('option', { name: /Germany/ }))
    await user.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(askedFor('PATCH /settings/company')[0]?.body).toEqual({ country: 'DE' }))
  })

  it('shows a refusal beside its field and keeps what was typed', async () => {
    const fields = [{ field: 'website', reason: 'invalid_format', message: 'Invalid URL' }]
    const { user } = showCompany({ 'PATCH /settings/company': refusal(400, 'bad-input', { fields }) })
    const website = await screen.findByRole('textbox', { name: 'Website' })
    await user.type(website, 'northwind')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByText('This is not written the way it should be.')).toBeTruthy()
    expect(website.getAttribute('aria-invalid')).toBe('true')
    expect(website).toHaveProperty('value', 'northwind')
  })

  it('can be read by those who may not change them, who are told so', async () => {
    const { container } = showCompany({}, ['settings:read'])
    const city = await screen.findByRole('textbox', { name: 'City' })
    expect(city.matches(':disabled')).toBe(true)
    expect(screen.getByText('Your role may read these settings but not change them.')).toBeTruthy()
    await expectNoViolations(container)
  })

  it('ask before a link leads away from what is not saved', async () => {
    const { user, place } = showCompany()
    await user.type(await screen.findByRole('textbox', { name: 'City' }), ' North')
    await user.click(screen.getByRole('link', { name: 'General' }))
    const question = await screen.findByRole('alertdialog', { name: 'Leave without saving?' })
    expect(place()).toBe('/settings')
    await user.click(within(question).getByRole('button', { name: 'Leave without saving' }))
    await waitFor(() => expect(place()).toBe('/settings/general'))
  })
})

describe('the general settings', () => {
  it('find a time zone by what it is called, and send that alone', async () => {
    const user = userEvent.setup()
    const { askedFor, container } = renderScreen(<SettingsScreen slug="general" />, {
      path: '/settings/general',
      answers: { 'GET /settings/general': general, 'PATCH /settings/general': general },
    })
    await user.click(await screen.findByRole('combobox', { name: 'Time zone' }))
    await user.keyboard('berlin')
    await user.click(await screen.findByRole('option', { name: 'Europe/Berlin' }))
    await expectNoViolations(container)
    await user.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() =>
      expect(askedFor('PATCH /settings/general')[0]?.body).toEqual({ timeZone: 'Europe/Berlin' }),
    )
  })
})

describe('the retention settings', () => {
  it('take whole days only and send them as numbers', async () => {
    const user = userEvent.setup()
    const { askedFor, container } = renderScreen(<SettingsScreen slug="retention" />, {
      path: '/settings/retention',
      answers: {
        'GET /settings/retention': { notifications: 90, mails: 180 },
        'PATCH /settings/retention': { notifications: 90, mails: 30 },
      },
    })
    const mails = await screen.findByRole('textbox', { name: 'Keep mails for (days)' })
    await user.clear(mails)
    await user.type(mails, 'a month')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    expect(screen.getByText('Enter a whole number of days.')).toBeTruthy()
    expect(askedFor('PATCH /settings/retention')).toHaveLength(0)
    await expectNoViolations(container)
    await user.clear(mails)
    await user.type(mails, '30')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(askedFor('PATCH /settings/retention')[0]?.body).toEqual({ mails: 30 }))
  })
})
