import { Problem } from '@tieout/platform'

/** A unique index decides, so that of two who take a name at the same instant one is refused. */
export async function refusingATaken<T>(
  constraint: string,
  refusal: { code: string; field: string; detail: string },
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof Error && 'constraint' in error && error.constraint === constraint)) throw error
    const { code, field, detail } = refusal
    throw new Problem({ code, status: 409, detail, fields: [{ field, reason: 'taken', message: detail }] })
  }
}
