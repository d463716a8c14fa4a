/** Where a document stands, as far as it decides what a person may do about it. */
export interface Standing {
  kind: 'invoice' | 'credit_memo' | 'prepayment'
  standing: 'draft' | 'posted' | 'cancelled'
  connected: boolean
  /** What of it is open over there, if anything is. */
  open: 'pending' | 'in_progress' | 'failed' | null
  /** It is over there, or was. */
  linked: boolean
  deepLink: boolean
  /** The service can be asked about one document. */
  askable: boolean
  /** By itself, by its client, or not at all. */
  excluded: 'document' | 'client' | null
}

export const DOCUMENT_ACTIONS = ['sync', 'retry', 'check', 'view', 'exclude', 'include'] as const
export type DocumentAction = (typeof DOCUMENT_ACTIONS)[number]

/** Why something cannot be done now, in a word that screens translate. */
export const REFUSALS = [
  'draft',
  'cancelled',
  'prepayment',
  'not_connected',
  'there_already',
  'on_its_way',
  'kept_out',
  'client_kept_out',
  'nothing_refused',
  'refused_before',
  'not_there',
  'no_page',
  'cannot_be_asked',
  'not_kept_out',
] as const
export type ActionRefusal = (typeof REFUSALS)[number]

/** One table for everything a person may do about a document: null, or why not. */
export function whyNot(action: DocumentAction, at: Standing): ActionRefusal | null {
  switch (action) {
    case 'sync':
      return (isVoidOpen(at) ? null : neverGoesOut(at)) ?? keptOut(at) ?? whyNotSent(at)
    case 'retry':
      return (
        (isVoidOpen(at) ? null : neverGoesOut(at)) ??
        keptOut(at) ??
        (at.open === 'failed' ? null : 'nothing_refused')
      )
    case 'check':
      return whyNotChecked(at)
    case 'view':
      return at.linked ? (at.deepLink ? null : 'no_page') : 'not_there'
    case 'exclude':
      return at.kind === 'prepayment' ? 'prepayment' : (keptOut(at) ?? whyNotKeptOut(at))
    case 'include':
      return at.excluded === 'client' ? 'client_kept_out' : at.excluded === null ? 'not_kept_out' : null
  }
}

/** Of what was cancelled nothing goes out but its void. */
const isVoidOpen = ({ standing, open, connected }: Standing): boolean =>
  standing === 'cancelled' && open !== null && connected

function neverGoesOut({ kind, standing, connected }: Standing): ActionRefusal | null {
  if (kind === 'prepayment') return 'prepayment'
  if (standing !== 'posted') return standing
  return connected ? null : 'not_connected'
}

/** What is being written at this moment will be compared with its answer. */
function whyNotChecked({ connected, linked, open, askable }: Standing): ActionRefusal | null {
  if (!linked) return 'not_there'
  if (!connected) return 'not_connected'
  if (open === 'in_progress') return 'on_its_way'
  return askable ? null : 'cannot_be_asked'
}

const keptOut = ({ excluded }: Standing): ActionRefusal | null =>
  excluded === null ? null : excluded === 'client' ? 'client_kept_out' : 'kept_out'

/** What waits is hastened, and what was refused is tried again from its own button. */
function whyNotSent({ open, linked }: Standing): ActionRefusal | null {
  if (open === 'failed') return 'refused_before'
  return linked && open === null ? 'there_already' : null
}

/** What is there, or on its way, stays there. */
function whyNotKeptOut({ standing, open, linked }: Standing): ActionRefusal | null {
  if (standing === 'cancelled') return 'cancelled'
  if (open === 'in_progress') return 'on_its_way'
  return linked ? 'there_already' : null
}
