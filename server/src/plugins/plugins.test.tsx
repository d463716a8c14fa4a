import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { aDraft, anId, anInvoice, aRow } from '../../../packages/billing/src/testing/invoices.ts'
import { LOCALES } from '../i18n/locales.ts'
import { InvoiceListPage, InvoicePage } from '../screens/invoices/invoice-pages.tsx'
import { SettingsScreen } from '../screens/settings/settings-screen.tsx'
import { page, refusal, renderScreen } from '../testing/render-screen.tsx'
import { held, plugged, settingsTabs } from '../testing/test-plugin/plugged.ts'
import { custodyScreens } from '../testing/test-plugin/screen-plugin.tsx'
import { MspShell } from '../web/msp-shell.tsx'

const forList = {
  'GET /invoices': page([aRow(), aRow({ invoiceId: anId(2), number: 'INV-1043' })]),
  'GET /invoices/counts': {},
  'POST /custody/look-up': { items: [held] },
}

const forDetail = (invoice = anInvoice()) => ({
  [`GET /invoices/${anId(1)}`]: invoice,
  'GET /invoices/:invoiceId/deliveries': { items: [] },
  'POST /custody/look-up': { items: [{ ...held, heldBecause: null }] },
})

describe('the list of invoices', () => {
  it('has the column of a module, which asks once for all rows', async () => {
    const { askedFor, container } = renderScreen(<InvoiceListPage />, await plugged({ answers: forList }))
    expect(await screen.findByText('Held')).toBeTruthy()
    expect(screen.getByRole('columnheader', { name: 'Custody' })).toBeTruthy()
    const bodies = askedFor('POST /custody/look-up').map((each) => each.body)
    expect(bodies).toEqual([{ invoiceIds: [anId(1), anId(2)] }])
    await expectNoViolations(container)
  })

  it('has none in an edition that does not bring the module', async () => {
    const { askedFor } = renderScreen(
      <InvoiceListPage />,
      await plugged({ answers: forList, session: { features: [] } }),
    )
    expect(await screen.findByText('INV-1043')).toBeTruthy()
    expect(screen.queryByRole('columnheader', { name: 'Custody' })).toBeNull()
    expect(askedFor('POST /custody/look-up')).toEqual([])
  })
})

describe('the page of an invoice', () => {
  const shown = <InvoicePage invoiceId={anId(1)} />

  it('has the panel of a module, and what is done there', async () => {
    const user = userEvent.setup()
    const { askedFor, container } = renderScreen(
      shown,
      await plugged({ answers: { ...forDetail(), 'POST /custody/:invoiceId/hold': undefined } }),
    )
    expect(await screen.findByText('Kept')).toBeTruthy()
    await expectNoViolations(container)
    await user.click(screen.getByRole('button', { name: 'Hold' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    await user.type(dialog.getByRole('textbox'), 'the court wants it')
    await user.click(dialog.getByRole('button', { name: 'Hold' }))
    await waitFor(() =>
      expect(askedFor('POST /custody/:invoiceId/hold')[0]?.body).toEqual({ reason: 'the court wants it' }),
    )
  })

  it('explains in the words of the module what stands against finalizing, and where to mend it', async () => {
    const user = userEvent.setup()
    const finding = { invoiceId: anId(1), lineId: anId(21), messageKey: 'line-without-words', blocking: true }
    const readiness = { ready: false, findings: [{ ...finding, params: { position: 1 } }] }
    renderScreen(
      shown,
      await plugged({ answers: { ...forDetail(aDraft()), 'POST /invoices/readiness': readiness } }),
    )
    await user.click(await screen.findByRole('button', { name: 'Finalize' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect(await dialog.findByText(/Line 1 has no description/)).toBeTruthy()
    expect(dialog.getByRole('link', { name: 'Edit the draft' }).getAttribute('href')).toBe(
      `/invoices/${anId(1)}/edit`,
    )
  })

  it.each([
    ['in the reader’s language', 'held', 'This document is held: a lawsuit. Release it first.'],
    ['as the module said it, where it brought no words', 'strange', 'It is held: a lawsuit'],
  ])('says why a module refuses, %s', async (_how, messageKey, sentence) => {
    const user = userEvent.setup()
    const refusals = [
      { invoiceId: anId(1), messageKey, params: { reason: 'a lawsuit' }, reason: 'It is held: a lawsuit' },
    ]
    const answers = {
      ...forDetail(anInvoice({ payments: [], paidMinor: 0 })),
      'POST /invoices/:invoiceId/void': refusal(409, 'refused-by-guard', {
        extra: { guard: 'custody', refusals },
      }),
    }
    renderScreen(shown, await plugged({ answers }))
    await user.click(await screen.findByRole('button', { name: 'More actions' }))
    await user.click(await screen.findByRole('menuitem', { name: /^Void/ }))
    const dialog = within(await screen.findByRole('alertdialog'))
    await user.type(dialog.getByRole('textbox'), 'by mistake')
    await user.click(dialog.getByRole('button', { name: /^Void/ }))
    expect(await dialog.findByText(sentence)).toBeTruthy()
  })
})

const TITLES = { en: 'Custody', fr: 'Documents retenus', de: 'Verwahrung', es: 'Custodia' }

describe('the settings', () => {
  const answers = { 'GET /custody/held': { items: [held] } }
  const shown = <SettingsScreen slug="custody" />

  it('have the page of a module as a tab of their own', async () => {
    const { container } = renderScreen(shown, await plugged({ answers, path: '/settings/custody' }))
    expect(settingsTabs()).toEqual(['Company', 'General', 'Retention', 'Custody'])
    const tab = screen.getByRole('link', { name: 'Custody' })
    expect(tab.getAttribute('href')).toBe('/settings/custody')
    expect(tab.getAttribute('aria-current')).toBe('page')
    expect(screen.getByText(/^Which documents are held, and why/)).toBeTruthy()
    expect(await screen.findByText('the court wants it')).toBeTruthy()
    await expectNoViolations(container)
  })

  it.each(LOCALES)('call it in %s as the module does', async (locale) => {
    const options = await plugged({ answers, locale })
    renderScreen(shown, options)
    expect(await screen.findByRole('link', { name: TITLES[locale] })).toBeTruthy()
    expect(await screen.findByText('the court wants it')).toBeTruthy()
  })

  it('keep from somebody what they may not open: no tab, no request, and a sentence', async () => {
    const session = { features: ['custody'], permissions: ['settings:read'] }
    const { asked, container } = renderScreen(shown, await plugged({ answers, session }))
    expect(screen.getByText(/Your role does not allow this/)).toBeTruthy()
    expect(settingsTabs()).toEqual(['Company', 'General', 'Retention'])
    expect(asked).toEqual([])
    await expectNoViolations(container)
  })

  it('begin, for somebody who may open this page alone, with this page', async () => {
    const session = { features: ['custody'], permissions: ['invoice:read'] }
    renderScreen(<MspShell>{shown}</MspShell>, await plugged({ answers, session, path: '/settings/custody' }))
    const settings = await screen.findByRole('link', { name: 'Settings' })
    expect(settings.getAttribute('href')).toBe('/settings/custody')
    expect(settings.getAttribute('aria-current')).toBe('page')
    expect(settingsTabs()).toEqual(['Custody'])
  })

  it('are not in the navigation of somebody who may open none of them', async () => {
    const session = { features: ['custody'], permissions: ['client:read'] }
    renderScreen(<MspShell>work</MspShell>, await plugged({ session }))
    expect(await screen.findByRole('link', { name: 'Clients' })).toBeTruthy()
    expect(screen.queryByRole('link', { name: 'Settings' })).toBeNull()
  })

  it.each([
    ['that nobody brings', 'nonsense', ['custody']],
    ['of a module that this edition does not bring', 'custody', []],
  ])('have no page %s', async (_which, slug, features) => {
    const options = await plugged({ answers, session: { features } })
    expect(() => renderScreen(<SettingsScreen slug={slug} />, options)).toThrow(
      /NEXT_HTTP_ERROR_FALLBACK;404/,
    )
  })
})

it('the words of the test module are complete in every language', async () => {
  const keysOf = (words: object, path = ''): string[] =>
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [`${path}${key}`] : keysOf(value, `${path}${key}.`),
    )
  const english = keysOf(await custodyScreens.messages('en'))
  for (const locale of LOCALES) expect(keysOf(await custodyScreens.messages(locale))).toEqual(english)
})
