import { Skeleton } from '@tieout/ui'

/** What stands inside a shell until its page is there. */
export function PageSkeleton() {
  return (
    <div className="flex flex-col gap-3" aria-busy="true">
      <Skeleton className="h-7 w-56" />
      <Skeleton className="h-4 w-96 max-w-full" />
      <Skeleton className="mt-2 h-64 w-full" />
    </div>
  )
}
