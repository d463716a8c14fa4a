import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { anId } from '../../../packages/billing/src/testing/invoices.ts'
import { TaskScreen } from '../screens/inbox/task-screen.tsx'
import { SettingsScreen } from '../screens/settings/settings-screen.tsx'
import { renderScreen } from '../testing/render-screen.tsx'
import { held, plugged, settingsTabs } from '../testing/test-plugin/plugged.ts'
import { MspShell } from '../web/msp-shell.tsx'
import { PluginPageScreen } from './plugin-page.tsx'

describe('a page of a module', () => {
  const answers = { 'GET /custody/held': { items: [held] }, 'POST /custody/look-up': { items: [held] } }
  const shell = (path: string) => (
    <MspShell>
      <PluginPageScreen path={path} />
    </MspShell>
  )

  it('is reached from the navigation, which is lit there and below', async () => {
    const path = `/custody/${anId(1)}`
    const { container, askedFor } = renderScreen(shell(path), await plugged({ answers, path }))
    expect(await screen.findByText('Held because the court wants it')).toBeTruthy()
    expect(askedFor('POST /custody/look-up')[0]?.body).toEqual({ invoiceIds: [anId(1)] })
    const link = screen.getByRole('link', { name: 'Custody' })
    expect([link.getAttribute('href'), link.getAttribute('aria-current')]).toEqual(['/custody', 'page'])
    await expectNoViolations(container)
  })

  it('says that it is not for somebody who may not see it, and leads nobody there', async () => {
    const session = { features: ['custody'], permissions: ['client:read'] }
    const { asked } = renderScreen(shell('/custody'), await plugged({ answers, session, path: '/custody' }))
    expect(screen.getByText(/Your role does not allow this/)).toBeTruthy()
    expect(screen.queryByRole('link', { name: 'Custody' })).toBeNull()
    expect(asked.filter(({ route }) => route.includes('/custody'))).toEqual([])
  })

  it.each([
    ['that nobody brings', '/custody/one/too/many', ['custody']],
    ['of a module that this edition does not bring', '/custody', []],
  ])('is not there at an address %s', async (_which, path, features) => {
    const options = await plugged({ answers, path, session: { features } })
    expect(() => renderScreen(<PluginPageScreen path={path} />, options)).toThrow(
      /NEXT_HTTP_ERROR_FALLBACK;404/,
    )
  })
})

it('a banner of a module stands above the pages it is about, and those below them, and nowhere else', async () => {
  const answers = { 'GET /custody/held': { items: [held] } }
  const at = async (path: string) =>
    renderScreen(<MspShell>work</MspShell>, await plugged({ answers, path })).unmount
  const leave = await at(`/invoices/${anId(1)}`)
  expect(await screen.findByText('1 document is held')).toBeTruthy()
  leave()
  await at('/invoices-of-old')
  expect(await screen.findByText('work')).toBeTruthy()
  expect(screen.queryByText('1 document is held')).toBeNull()
})

it('a page of the settings without a tab is as wide as it wants, and reached by its address alone', async () => {
  const options = await plugged({
    answers: { 'GET /custody/held': { items: [held] } },
    path: '/settings/custody/whole',
  })
  const { container } = renderScreen(<SettingsScreen slug="custody/whole" />, options)
  expect(await screen.findByText('the court wants it')).toBeTruthy()
  expect(settingsTabs()).toEqual(['Company', 'General', 'Retention', 'Custody'])
  expect(screen.queryByRole('link', { current: 'page' })).toBeNull()
  expect(container.querySelector('.max-w-3xl .overflow-x-auto')).toBeNull()
})

it('a task of a module has its panel, and a control of its own for a field', async () => {
  const user = userEvent.setup()
  const words = (part: string) => ({
    messageKey: `inbox.custody_review.${part}`,
    params: { number: 'INV-1042', reason: 'a lawsuit' },
  })
  const task = {
    taskId: anId(50),
    kind: 'custody_review',
    definitionId: null,
    title: words('title'),
    description: words('description'),
    money: null,
    priority: 'normal',
    status: 'open',
    dueAt: null,
    overdue: false,
    snoozedUntil: null,
    occurrences: 1,
    raisedAt: '2026-03-14T09:00:00Z',
    lastRaisedAt: '2026-03-14T09:00:00Z',
    assignees: [],
    claimedBy: null,
    claimedAt: null,
    completedBy: null,
    completedAt: null,
    context: { invoiceId: anId(1) },
    actions: [
      {
        name: 'keep',
        labelKey: 'inbox.custody_review.keep',
        tone: 'primary',
        input: { type: 'object', properties: { note: { type: 'string', minLength: 1 } }, required: ['note'] },
        allowed: true,
        reason: null,
        effect: null,
      },
    ],
    history: [],
    resolution: null,
    response: null,
  }
  const KEEP = 'POST /inbox/tasks/:taskId/actions/:action'
  const answers = { 'GET /inbox/tasks/:taskId': task, [KEEP]: task }
  const { askedFor, container } = renderScreen(<TaskScreen taskId={anId(50)} />, await plugged({ answers }))
  const link = await screen.findByRole('link', { name: 'Look at it' })
  expect(link.getAttribute('href')).toBe(`/custody/${anId(1)}`)
  await user.selectOptions(screen.getByRole('combobox', { name: /Note/ }), 'An audit')
  await expectNoViolations(container)
  await user.click(screen.getByRole('button', { name: 'Keep it held' }))
  await waitFor(() => expect(askedFor(KEEP)[0]?.body).toEqual({ input: { note: 'audit' } }))
})
