import { CircleAlert } from 'lucide-react'

/** Why a form as a whole was refused; read aloud when it appears. */
export function FormError({ children }: { children: string | undefined }) {
  if (!children) return null
  return (
    <p
      role="alert"
      className="flex items-start gap-2 rounded-md border border-danger-line bg-danger-soft px-3 py-2 text-sm text-danger"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span>{children}</span>
    </p>
  )
}
