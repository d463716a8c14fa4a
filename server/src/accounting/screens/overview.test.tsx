import type { ConnectionView, HealthView } from '@tieout/accounting-sync/contract'
import { expectNoViolations } from '@tieout/ui/testing'
import { configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { LOCALES } from '../../i18n/locales.ts'
import { SettingsScreen } from '../../screens/settings/settings-screen.tsx'
import { refusal, renderScreen, type Answers, type ScreenOptions } from '../../testing/render-screen.tsx'
import { aCompany, aCycle, anArrival, anId, anOperation, answersFor, withSync } from './testing.ts'

configure({ asyncUtilTimeout: 8_000 })

async function show(
  company: Partial<ConnectionView> = {},
  health: Partial<HealthView> = {},
  { answers, ...options }: ScreenOptions = {},
) {
  const user = userEvent.setup()
  const all: Answers = { ...answersFor([aCompany(company)], health), ...answers }
  const path = '/settings/accounting'
  const view = renderScreen(
    <SettingsScreen slug="accounting" />,
    await withSync({ path, answers: all, ...options }),
  )
  return { user, ...view }
}

const verdict = async () => (await screen.findByRole('status', { name: 'How the sync is doing' })).textContent
const USD = (amountMinor: number) => [{ amountMinor, currency: 'USD' }]

describe('the overview of a connected company', () => {
  it('says first, with money, that both books agree', async () => {
    const { container } = await show()
    expect(await verdict()).toBe('Harbor Books and your books agree: 812 documents, $84,210.55.')
    expect(await screen.findByText('97 days')).toBeTruthy()
    await expectNoViolations(container)
  })

  it.each<[string, Partial<HealthView>, Partial<ConnectionView>]>([
    [
      '3 documents need you, $4,120.00 held up. 1 document differs in Harbor Books, by $12.00.',
      {
        verdict: 'attention',
        attention: { operations: 3, money: USD(412_000) },
        drifted: { documents: 1, money: USD(1_200) },
      },
      {},
    ],
    ['Connected. Nothing goes to Harbor Books by itself yet.', { verdict: 'not_live' }, {}],
    [
      'Harbor Books no longer lets us in. 12 documents wait, €5.00 and $1.00; nothing is lost.',
      {
        verdict: 'expired',
        waiting: [
          {
            reason: 'not_connected',
            operations: 12,
            money: [{ amountMinor: 500, currency: 'EUR' }, ...USD(100)],
            oldestAt: '2026-03-14T12:00:00.000Z',
          },
        ],
      },
      { status: 'expired' },
    ],
  ])('says %s', async (sentence, health, company) => {
    const { container } = await show(company, health)
    expect(await verdict()).toBe(sentence)
    await expectNoViolations(container)
  })

  it.each(LOCALES)('speaks %s', async (locale) => {
    await show({}, {}, { locale })
    expect(await screen.findByText(/Harbor Books .* 812 /)).toBeTruthy()
  })

  it('says what waits, for what, since when, and where that is mended', async () => {
    const waiting = [
      { reason: 'unmapped', operations: 47, money: USD(1_230_000), oldestAt: '2026-03-13T12:00:00.000Z' },
    ]
    await show({}, { verdict: 'attention', attention: { operations: 47, money: USD(1_230_000) }, waiting })
    const link = await screen.findByRole('link', { name: 'Waits for a customer, item or tax code' })
    expect(link.getAttribute('href')).toBe('/accounting/mapping/client')
    const line = link.closest('li')?.textContent
    for (const part of ['47 documents', '2 days ago', '$12,300.00']) expect(line).toContain(part)
  })

  it('warns of what the company does by itself', async () => {
    await show({}, { warnings: ['numbers_itself', 'auto_applies_credits'] })
    expect(await screen.findByText('Harbor Books numbers documents itself')).toBeTruthy()
    expect(screen.getByText('Harbor Books applies credits by itself')).toBeTruthy()
  })

  it('tells what each run did, and goes through them page by page', async () => {
    const older = aCycle({ cycleId: anId(32), trigger: 'sync_now', counts: {}, idle: true, repeats: 4 })
    const { user } = await show(
      {},
      {},
      {
        answers: {
          'GET /accounting/connections/:connectionId/cycles': ({ query }: { query: URLSearchParams }) =>
            query.get('cursor') === 'next'
              ? { items: [older], nextCursor: null }
              : { items: [aCycle()], nextCursor: 'next' },
        },
      },
    )
    const runs = await screen.findByRole('list', { name: 'Runs' })
    await user.click(within(runs).getByText('3 documents sent, 1 document refused'))
    expect(await within(runs).findByText('By the schedule, took 4.2 s')).toBeTruthy()
    expect(within(runs).getAllByText(/3 documents sent/).length).toBeGreaterThan(0)
    await user.click(screen.getByRole('button', { name: 'Older' }))
    await user.click(await screen.findByText('Nothing to do'))
    expect(await screen.findByText(/^4 runs like this in a row/)).toBeTruthy()
  })
})

describe('a run of the list', () => {
  const crossed = [
    { ...anOperation(), number: 'INV-1001', status: 'failed' },
    { ...anArrival(), documents: [{ id: anId(61), number: 'INV-0990', amountMinor: 4_000 }] },
  ]
  const both = aCycle({ counts: { exported: 1, recorded: 1 } })
  const answers = {
    'GET /accounting/connections/:connectionId/cycles': { items: [both], nextCursor: null },
    'GET /accounting/transactions': { items: crossed, nextCursor: 'more' },
  }

  it('opens to what went out and came in, and leads to all of it and nothing else', async () => {
    const { user, askedFor, container } = await show({}, {}, { answers })
    expect(askedFor('GET /accounting/transactions')).toEqual([])
    await user.click(await screen.findByText('1 document sent, 1 payment recorded'))
    const rows = within(await screen.findByRole('list', { name: 'What crossed in this run' }))
    expect(rows.getByRole('link', { name: 'INV-1001' })).toBeTruthy()
    expect(rows.getByText('Needs attention')).toBeTruthy()
    expect(rows.getByText('Applied')).toBeTruthy()
    expect(rows.getByRole('link', { name: 'INV-0990' })).toBeTruthy()
    const asked = askedFor('GET /accounting/transactions').at(-1)
    expect(asked?.query.get('cycleId')).toBe(both.cycleId)
    const all = screen.getByRole('link', { name: 'All of this run' })
    expect(all.getAttribute('href')).toBe(`/accounting/transactions?run=${both.cycleId}`)
    await expectNoViolations(container)
  })
})

describe('what was received and what was accepted', () => {
  it('is summed in the verdict and beside it: the one asks, the other does not', async () => {
    await show(
      {},
      {
        verdict: 'attention',
        received: { payments: 3, money: USD(412_000) },
        accepted: { documents: 1, money: USD(1_200) },
      },
    )
    expect(await verdict()).toBe('3 payments from Harbor Books not recorded yet, $4,120.00.')
    const figure = await screen.findByRole('link', { name: /Received, not applied/ })
    expect(figure.getAttribute('href')).toBe('/accounting/transactions?direction=in&status=held')
    expect(screen.getByText('1 more accepted')).toBeTruthy()
  })

  it('never pretends that an accepted difference is none', async () => {
    await show({}, { accepted: { documents: 1, money: USD(1_200) } })
    expect(await verdict()).toBe(
      'Harbor Books and your books agree: 812 documents, $84,210.55. 1 document differs by $12.00, which somebody accepted.',
    )
  })
})

describe('credit notes that expired here and stay open there', () => {
  it('are counted and summed beside the verdict, and ask for nobody', async () => {
    await show({}, { expired: { documents: 2, money: USD(5_000) } })
    expect(await verdict()).toBe(
      'Harbor Books and your books agree: 812 documents, $84,210.55. 2 credit notes have expired here and stay open in Harbor Books, $50.00.',
    )
    const figure = screen.getByText('Expired here, open there').parentElement as HTMLElement
    expect(figure.textContent).toContain('$50.00')
  })

  it('are no figure where there are none', async () => {
    await show()
    await verdict()
    expect(screen.queryByText('Expired here, open there')).toBeNull()
  })
})

describe('sync now', () => {
  it('starts a run, follows it, and says how far it is', async () => {
    const running = aCycle({
      cycleId: anId(33),
      status: 'running',
      finishedAt: null,
      counts: { exported: 12 },
    })
    let asked = false
    const { user, askedFor } = await show(
      {},
      {},
      {
        answers: {
          'POST /accounting/connections/:connectionId/sync': () => {
            asked = true
            return { kind: 'asked', cycle: null }
          },
          'GET /accounting/connections/:connectionId/progress': () => ({
            running: asked ? running : null,
            last: aCycle(),
            due: asked ? 28 : 0,
          }),
        },
      },
    )
    await user.click(await screen.findByRole('button', { name: 'Sync now' }))
    const bar = await screen.findByRole('progressbar', { name: 'Sending …' })
    expect(bar.getAttribute('aria-valuetext')).toBe('12 of 40')
    expect(askedFor('POST /accounting/connections/:connectionId/sync')).toHaveLength(1)
    expect(screen.getByRole('button', { name: 'Sync now' }).getAttribute('aria-disabled')).toBe('true')
  })

  it('shows a run that is under way to whoever comes back to the page', async () => {
    const running = aCycle({ status: 'running', step: 'catalogue', counts: { read: 2, kinds: 5 } })
    await show(
      {},
      {},
      {
        answers: {
          'GET /accounting/connections/:connectionId/progress': { running, last: null, due: 0 },
        },
      },
    )
    const bar = await screen.findByRole('progressbar', { name: /^Reading customers/ })
    expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual(['2', '5'])
  })

  it.each<[string, Partial<ConnectionView>, string[] | undefined]>([
    ['Connect the company first.', { status: 'expired' }, undefined],
    [
      'It is paused.',
      { paused: { reason: 'closing', at: '2026-03-15T11:00:00.000Z', byName: 'Ruth' } },
      undefined,
    ],
    ['Your role may not start a run.', {}, ['billing_settings:read', 'invoice:read']],
  ])('is off, and says why: %s', async (reason, company, permissions) => {
    const session = permissions && { permissions }
    await show(company, {}, session ? { session } : {})
    const button = await screen.findByRole('button', { name: 'Sync now' })
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toBe(reason)
  })
})

describe('the overview before it can say anything', () => {
  it('says what failed, and tries again', async () => {
    let fails = true
    const { user } = await show(
      {},
      {},
      {
        answers: {
          'GET /accounting/connections': () =>
            fails ? refusal(500, 'unexpected') : answersFor([aCompany()])['GET /accounting/connections'],
        },
      },
    )
    const again = await screen.findByRole('button', { name: 'Try again' })
    fails = false
    await user.click(again)
    expect(await verdict()).toContain('agree')
  })

  it('asks nothing for somebody who may not see it', async () => {
    const { asked } = await show({}, {}, { session: { permissions: ['invoice:read'] } })
    expect(screen.getByText(/Your role does not allow this/)).toBeTruthy()
    await waitFor(() => expect(asked).toEqual([]))
  })
})
