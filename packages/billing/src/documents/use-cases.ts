import { implement, type Implementation } from '@tieout/platform'
import type { Billing } from '../billing.ts'
import {
  createDraft,
  creditInvoice,
  deleteDraft,
  finalizeInvoices,
  previewDraft,
  reopenInvoice,
  updateDraft,
  voidInvoice,
} from '../contract/invoice-commands.ts'
import { checkReadiness, countInvoices, getInvoice, listInvoices } from '../contract/invoices.ts'
import { addCreditNote } from './credit-from-invoice.ts'
import { addDraft, changeDraft, dropDraft, preview } from './drafts.ts'
import { finalizeDrafts, readiness } from './finalize.ts'
import { countAll, listPage } from './listing.ts'
import { readInvoice } from './reading.ts'
import { takeBackToDraft } from './reopen.ts'
import { cancelInvoice } from './void.ts'

export function documentUseCases(billing: Billing): Implementation[] {
  return [
    implement(listInvoices, (ctx, input) => listPage(ctx, billing, input)),
    implement(countInvoices, (ctx, input) => countAll(ctx, billing, input)),
    implement(getInvoice, readInvoice),
    implement(createDraft, addDraft),
    implement(updateDraft, changeDraft),
    implement(deleteDraft, (ctx, input) => dropDraft(ctx, billing, input)),
    implement(previewDraft, preview),
    implement(checkReadiness, (ctx, input) => readiness(ctx, billing, input)),
    implement(reopenInvoice, (ctx, input) => takeBackToDraft(ctx, billing, input)),
    implement(finalizeInvoices, (ctx, input) => finalizeDrafts(ctx, billing, input)),
    implement(voidInvoice, (ctx, input) => cancelInvoice(ctx, billing, input)),
    implement(creditInvoice, addCreditNote),
  ]
}
