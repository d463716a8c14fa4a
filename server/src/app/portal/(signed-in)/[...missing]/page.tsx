import { notFound } from 'next/navigation'

/** An address that is nobody's still belongs to this side of the house, whose frame stays around it. */
export default function Page() {
  notFound()
}
