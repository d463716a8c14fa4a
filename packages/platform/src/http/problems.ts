import { Problem } from '../problem.ts'

/** SQLSTATEs that speak of the input or of the moment, not of a fault of ours. */
const DATABASE_REFUSALS: Record<string, { status: number; code: string; detail: string }> = {
  '22021': { status: 400, code: 'bad-input', detail: 'The text contains a character that cannot be stored.' },
  '40001': { status: 409, code: 'try-again', detail: 'Somebody changed this at the same moment. Try again.' },
  '40P01': { status: 409, code: 'try-again', detail: 'Somebody changed this at the same moment. Try again.' },
  '57P01': { status: 503, code: 'unavailable', detail: 'The database is restarting. Try again in a moment.' },
}

const TITLES: Record<number, string> = {
  400: 'Bad input',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Wrong method',
  409: 'Conflict',
  413: 'Too large',
  415: 'Wrong content type',
  422: 'Refused',
  429: 'Too many attempts',
  503: 'Unavailable',
}

/** Any error as a problem document. What is not a refusal is reported and leaves without details. */
export function problemResponse(
  error: unknown,
  requestId: string,
  report: (error: unknown) => void,
): Response {
  const problem = asProblem(error)
  if (!problem) report(error)
  const known =
    problem ??
    new Problem({
      code: 'internal',
      status: 500,
      detail: 'Something went wrong on our side. It has been recorded.',
    })
  const body = {
    type: 'about:blank',
    title: TITLES[known.status] ?? 'Internal error',
    status: known.status,
    code: known.code,
    detail: known.message,
    requestId,
    ...(known.fields.length > 0 && { fields: known.fields }),
    ...(Object.keys(known.extra).length > 0 && { extra: known.extra }),
  }
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' }
  const { allowed } = known.extra
  if (known.status === 405 && Array.isArray(allowed)) headers.allow = allowed.join(', ')
  return new Response(JSON.stringify(body), { status: known.status, headers })
}

function asProblem(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  const state = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const refusal = DATABASE_REFUSALS[state]
  return refusal ? new Problem(refusal) : null
}
