import { NotFoundPage } from '../../web/not-found-page.tsx'

export default function NotFound() {
  return <NotFoundPage home="/" />
}
