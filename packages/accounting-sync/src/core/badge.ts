/** What a document says of itself in lists. `verified` is a tick on it, not another word. */
export type BadgeState = 'not_synced' | 'queued' | 'synced' | 'drift' | 'error' | 'voided'

export type LinkStatus = 'linked' | 'sent' | 'verified' | 'drift' | 'voided'

/**
 * What needs a person comes first, then what is under way, then what is known: a document that failed to go
 * out again stays an error however well it was linked before.
 */
export function badgeStateOf(
  link: LinkStatus | null,
  openOperation: 'pending' | 'in_progress' | 'failed' | null,
): BadgeState {
  if (openOperation === 'failed') return 'error'
  if (link === 'drift') return 'drift'
  if (openOperation !== null) return 'queued'
  if (link === null) return 'not_synced'
  return link === 'voided' ? 'voided' : 'synced'
}
