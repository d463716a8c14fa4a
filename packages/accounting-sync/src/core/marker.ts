/** Written into everything we create, so that it can be told from others like it. */
export const markerOf = (entityId: string): string => `${OURS}${entityId}`

/** Whose marker it is; null when it is none of ours. */
export const markedBy = (marker: string | null): string | null =>
  marker?.startsWith(OURS) ? marker.slice(OURS.length) : null

const OURS = 'tieout:'
