/** What decides whether a document goes out by itself. */
export interface AutoSync {
  enabled: boolean
  /** Documents dated before it stay out. Null until go-live is confirmed. */
  goLiveDate: string | null
}

export type FenceAnswer = 'export' | 'off' | 'before_go_live'

/** By the document's own date, never by the clock: an old invoice finalized today stays where it was. */
export function fence(settings: AutoSync, issueDate: string): FenceAnswer {
  if (!settings.enabled || settings.goLiveDate === null) return 'off'
  return issueDate < settings.goLiveDate ? 'before_go_live' : 'export'
}
