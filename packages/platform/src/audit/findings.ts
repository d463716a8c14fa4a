/** Something in the audit that should not be so, with a sentence for whoever reads the report. */
export interface Finding {
  kind:
    | 'edited'
    | 'removed'
    | 'inserted-later'
    | 'reordered'
    | 'unsealed'
    | 'seal-missing'
    | 'link-broken'
    | 'run-broken'
    | 'cut-off'
    | 'head-unknown'
  seq: number | null
  eventId: string | null
  sentence: string
}

/** Where in the chain: a seal and the event it names. */
interface Place {
  seq: number
  eventId: string
}

export const edited = (at: Place): Finding => ({
  kind: 'edited',
  ...at,
  sentence: `Event ${at.eventId} no longer matches seal ${at.seq}: it or its seal was edited.`,
})

export const removed = (at: Place): Finding => ({
  kind: 'removed',
  ...at,
  sentence: `Event ${at.eventId}, sealed as ${at.seq}, was removed.`,
})

export const removedUnsealed = (eventId: string): Finding => ({
  kind: 'removed',
  seq: null,
  eventId,
  sentence: `Event ${eventId} waited to be sealed and is gone.`,
})

export const insertedLater = (
  at: { seq: number | null; eventId: string },
  recordedAt: string,
  closed: string,
): Finding => ({
  kind: 'inserted-later',
  ...at,
  sentence:
    `Event ${at.eventId} says it was recorded at ${recordedAt}, but the time before ${closed} had been closed without it: ` +
    'it was inserted later, or its transaction took longer than ours may.',
})

export const reordered = (at: Place): Finding => ({
  kind: 'reordered',
  ...at,
  sentence: `Event ${at.eventId}, seal ${at.seq}, stands behind an event that was recorded after it.`,
})

export const unsealed = (eventId: string): Finding => ({
  kind: 'unsealed',
  seq: null,
  eventId,
  sentence: `Event ${eventId} has no seal and waits for none: it was inserted past the product, or its seal was removed.`,
})

export const sealsMissing = (from: number, to: number, eventId: string): Finding => ({
  kind: 'seal-missing',
  seq: from,
  eventId,
  sentence: from === to ? `Seal ${from} was removed.` : `Seals ${from} to ${to} were removed.`,
})

export const linkBroken = (at: Place): Finding => ({
  kind: 'link-broken',
  ...at,
  sentence: `Seal ${at.seq} does not continue seal ${at.seq - 1}: one of them was changed.`,
})

export const runBroken = (seq: number): Finding => ({
  kind: 'run-broken',
  seq,
  eventId: null,
  sentence: `The record of the run that ended with seal ${seq} was changed, or one before it was removed.`,
})

export const runMissing = (from: number, to: number): Finding => ({
  kind: 'run-broken',
  seq: to,
  eventId: null,
  sentence: `No run closes seals ${from} to ${to}: they were added by hand, or the run was removed.`,
})

export const cutOff = (end: number, reached: number): Finding => ({
  kind: 'cut-off',
  seq: end,
  eventId: null,
  sentence: `The chain ends at seal ${end}, but a run had reached seal ${reached}: its end was cut off.`,
})

export const headUnknown = (): Finding => ({
  kind: 'head-unknown',
  seq: null,
  eventId: null,
  sentence: 'The expected head is not part of this chain: its end was cut off, or the whole was rewritten.',
})
