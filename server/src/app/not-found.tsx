import { NotFoundPage } from '../web/not-found-page.tsx'

export default function NotFound() {
  return (
    <main className="flex min-h-screen items-center justify-center bg-surface text-ink">
      <NotFoundPage home="/" />
    </main>
  )
}
