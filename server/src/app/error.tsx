'use client'

import { FailedPage, type FailedPageProps } from '../web/failed-page.tsx'

export default function Failed(props: FailedPageProps) {
  return (
    <main className="flex min-h-screen items-center justify-center bg-surface text-ink">
      <FailedPage {...props} />
    </main>
  )
}
