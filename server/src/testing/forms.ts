import { LINE, type Desk } from './desk.ts'

/** One sending of a form, and how it would look with another content. */
export interface Form {
  path: string
  /** POST unless it says otherwise. */
  method?: 'POST' | 'PUT' | 'PATCH'
  body: Record<string, unknown>
  /** The same form filled in differently; or sent to another place, where there is nothing to fill in. */
  other: Record<string, unknown> | { path: string }
  /** The table in which there is one row more afterwards, however often this is sent. */
  adds?: string
}

const REASONS = { body: { reason: 'first reason' }, other: { reason: 'another reason' } }

/** A filled-in form for every command that is done once, each on things of its own. */
export const FORMS: Record<string, (desk: Desk) => Promise<Form>> = {
  'client.create': async ({ named }) => ({
    ...named('displayName', { currency: 'USD' }),
    path: '/clients',
    adds: 'clients',
  }),
  'client.update': async (desk) => {
    const { clientId } = await desk.client()
    const change = (notes: string) => ({ version: 1, notes })
    return { path: `/clients/${clientId}`, method: 'PATCH', body: change('one'), other: change('two') }
  },
  'service.create': async ({ named }) => ({
    ...named('name', { unitPriceMinor: 100, currency: 'USD' }),
    path: '/services',
    adds: 'services',
  }),
  'service.update': async (desk) => {
    const { serviceId } = await desk.do(
      '/services',
      desk.named('name', { unitPriceMinor: 1, currency: 'USD' }).body,
    )
    const change = (unitPriceMinor: number) => ({ version: 1, unitPriceMinor })
    return { path: `/services/${serviceId}`, method: 'PATCH', body: change(200), other: change(300) }
  },
  'terms.create': async ({ named }) => ({
    ...named('name', { rule: 'net', days: 7 }),
    path: '/payment-terms',
    adds: 'payment_terms',
  }),
  'tax.create_region': async ({ named }) => ({ ...named('name'), path: '/tax-regions', adds: 'tax_regions' }),
  'tax.add_rate': async (desk) => {
    const { taxRegionId } = await desk.do('/tax-regions', desk.named('name').body)
    const rate = (ratePpm: number) => ({ name: 'City', ratePpm, validFrom: '2026-01-01' })
    return { path: `/tax-regions/${taxRegionId}/rates`, body: rate(1), other: rate(2), adds: 'tax_rates' }
  },
  'invoice.create_draft': async (desk) => {
    const { clientId } = await desk.client()
    const draft = (notes: string) => ({ clientId, notes, lines: [LINE] })
    return { path: '/invoices', body: draft('one'), other: draft('two'), adds: 'invoices' }
  },
  'invoice.update_draft': async (desk) => {
    const { invoiceId, clientId } = await desk.draft()
    const change = (notes: string) => ({ version: 1, clientId, notes, lines: [LINE] })
    return { path: `/invoices/${invoiceId}`, method: 'PUT', body: change('one'), other: change('two') }
  },
  'invoice.finalize': async (desk) => {
    const [first, second] = [await desk.draft(), await desk.draft()]
    const all = (...drafts: { invoiceId: string }[]) => ({ invoiceIds: drafts.map((each) => each.invoiceId) })
    return { path: '/invoices/finalize', body: all(first), other: all(second), adds: 'transactions' }
  },
  'invoice.reopen': async (desk) => {
    const { invoiceId } = await desk.invoice()
    const ask = (why: string) => ({ version: 2, reason: why })
    return {
      path: `/invoices/${invoiceId}/reopen`,
      body: ask('typing error'),
      other: ask('another'),
      adds: 'transactions',
    }
  },
  'invoice.void': async (desk) => {
    const { invoiceId } = await desk.invoice()
    return { path: `/invoices/${invoiceId}/void`, ...REASONS, adds: 'transactions' }
  },
  'credit_note.create_from_invoice': async (desk) => {
    const { invoiceId } = await desk.invoice()
    const part = (amountMinor: number) => ({ part: { by: 'amount', amountMinor } })
    return {
      path: `/invoices/${invoiceId}/credit-notes`,
      body: part(100),
      other: part(200),
      adds: 'invoices',
    }
  },
  'invoice.send': async (desk) => {
    const { invoiceId } = await desk.invoice()
    const to = (address: string) => ({ to: address, message: 'Here it is.' })
    return {
      path: `/invoices/${invoiceId}/send`,
      body: to('a@x.example'),
      other: to('b@x.example'),
      adds: 'mails',
    }
  },
  'invoice.send_many': async (desk) => {
    const { invoiceId } = await desk.invoice()
    const say = (message: string) => ({ invoiceIds: [invoiceId], message })
    return { path: '/invoices/send', body: say('Here it is.'), other: say('Please.'), adds: 'mails' }
  },
  'payment.record': async (desk) => {
    const { invoiceId, clientId } = await desk.invoice()
    const body = desk.payment(clientId, { invoiceId, amountMinor: 400 })
    return { path: '/payments', body, other: { ...body, note: 'late' }, adds: 'payments' }
  },
  'payment.apply': async (desk) => {
    const { invoiceId, clientId } = await desk.invoice()
    const { paymentId } = await desk.paid(clientId)
    const part = (amountMinor: number) => ({ allocations: [{ invoiceId, amountMinor }] })
    return {
      path: `/payments/${paymentId}/allocations`,
      body: part(100),
      other: part(200),
      adds: 'invoice_payments',
    }
  },
  'payment.reverse': async (desk) => {
    const { invoiceId, clientId } = await desk.invoice()
    const { paymentId } = await desk.paid(clientId, { invoiceId, amountMinor: 10_000 })
    return { path: `/payments/${paymentId}/reversal`, ...REASONS, adds: 'transactions' }
  },
  'payment.reverse_allocation': async (desk) => {
    const { invoiceId, clientId } = await desk.invoice()
    const { allocations } = await desk.paid(clientId, { invoiceId, amountMinor: 10_000 })
    return {
      path: `/payment-allocations/${allocations[0]?.allocationId}/reversal`,
      ...REASONS,
      adds: 'transactions',
    }
  },
  'credit.apply': async (desk) => {
    const { invoiceId } = await desk.invoiceWithCredit()
    const part = (amountMinor: number) => ({ amountMinor })
    return {
      path: `/invoices/${invoiceId}/credits`,
      body: part(100),
      other: part(200),
      adds: 'credit_allocations',
    }
  },
  'credit.unapply': async (desk) => {
    const { invoiceId } = await desk.invoiceWithCredit()
    const { allocations } = await desk.do(`/invoices/${invoiceId}/credits`, { amountMinor: 100 })
    const id = allocations[0]?.creditAllocationId
    return { path: `/credit-allocations/${id}/reversal`, ...REASONS, adds: 'transactions' }
  },
  'user.invite': async (desk) => {
    const body = desk.invitation()
    return { path: '/users', body, other: { ...body, displayName: 'Another Name' }, adds: 'users' }
  },
  'user.resend_invitation': async (desk) => {
    const invite = async () => `/users/${(await desk.do('/users', desk.invitation())).userId}/invitation`
    return { path: await invite(), body: {}, other: { path: await invite() }, adds: 'mails' }
  },
  'user.send_password_reset': async (desk) => {
    const reset = async (email: string) => `/users/${await desk.userId(email)}/password-reset`
    const other = { path: await reset('bill@harborlane.example') }
    return { path: await reset('theo@harborlane.example'), body: {}, other, adds: 'mails' }
  },
  'role.create': async ({ named }) => ({
    ...named('name', { permissions: [] }),
    path: '/roles',
    adds: 'roles',
  }),
  'inbox.definitions.create': async ({ named }) => ({
    ...named('name'),
    path: '/inbox/definitions',
    adds: 'inbox_task_definitions',
  }),
  'inbox.create': async (desk) => {
    const { definitionId } = await desk.do('/inbox/definitions', desk.named('name').body)
    return { ...desk.named('title', { definitionId }), path: '/inbox/tasks', adds: 'inbox_tasks' }
  },
  'inbox.comment': async (desk) => {
    const { definitionId } = await desk.do('/inbox/definitions', desk.named('name').body)
    const { taskId } = await desk.do('/inbox/tasks', { definitionId })
    const path = `/inbox/tasks/${taskId}/comments`
    return { path, body: { text: 'Called.' }, other: { text: 'Nobody there.' }, adds: 'inbox_task_events' }
  },
  'accounting.batch.create': async (desk) => {
    const [first, second] = [await desk.invoice(), await desk.invoice()]
    const choice = (...documentIds: string[]) => ({ documentIds })
    return {
      path: `/accounting/connections/${await desk.company()}/batches`,
      body: choice(first.invoiceId),
      other: choice(first.invoiceId, second.invoiceId),
      adds: 'accounting_export_batches',
    }
  },
}
