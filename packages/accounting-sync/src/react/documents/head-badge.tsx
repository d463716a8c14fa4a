'use client'

import { BadgeOfRow, BadgesOfRows } from './badges-of-rows.tsx'

/** Beside the title of a document. */
export const HeadBadge = ({ documentId, document }: { documentId: string; document: string }) => (
  <BadgesOfRows documentIds={[documentId]}>
    <BadgeOfRow documentId={documentId} document={document} />
  </BadgesOfRows>
)
