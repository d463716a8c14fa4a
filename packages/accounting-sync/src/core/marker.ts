/** Written into everything we create, so that it can be told from others like it. */
export const markerOf = (entityId: string): string => `tieout:${entityId}`
