import type { UseCase } from '../contract/use-case.ts'
import { badInput, notFound, Problem } from '../problem.ts'

export interface RouteTable {
  match(method: string, path: string): { useCase: UseCase; params: Record<string, string> }
}

interface Route {
  useCase: UseCase
  segments: string[]
}

/** Literal segments win over parameters, so `/tasks/counts` is never taken for a task's id. */
export function createRouteTable(useCases: readonly UseCase[]): RouteTable {
  const routes = useCases.flatMap((useCase): Route[] =>
    useCase.http ? [{ useCase, segments: split(useCase.http.path) }] : [],
  )
  refuseTwins(routes)
  routes.sort((a, b) => specificity(b) - specificity(a))
  return {
    match(method, path) {
      const given = split(path)
      const fitting = routes.filter((route) => fits(route.segments, given))
      if (fitting.length === 0) throw notFound('address')
      const found = fitting.find((route) => route.useCase.http?.method === method)
      if (!found) throw wrongMethod(fitting)
      return { useCase: found.useCase, params: readParams(found.segments, given) }
    },
  }
}

const split = (path: string) => path.split('/').filter((segment) => segment !== '')
const isParameter = (segment: string) => segment.startsWith(':')
const specificity = (route: Route) => route.segments.filter((segment) => !isParameter(segment)).length

const fits = (pattern: string[], given: string[]) =>
  pattern.length === given.length &&
  pattern.every((segment, at) => isParameter(segment) || segment === given[at])

function readParams(pattern: string[], given: string[]): Record<string, string> {
  const params: Record<string, string> = {}
  for (const [at, segment] of pattern.entries()) {
    if (isParameter(segment)) params[segment.slice(1)] = decode(given[at] ?? '')
  }
  return params
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw badInput('The address is not encoded correctly.')
  }
}

function wrongMethod(fitting: Route[]): Problem {
  const allowed = fitting.map((route) => route.useCase.http?.method ?? '').toSorted()
  return new Problem({
    code: 'wrong-method',
    status: 405,
    detail: `This address answers ${allowed.join(', ')}.`,
    extra: { allowed },
  })
}

function refuseTwins(routes: Route[]): void {
  const seen = new Map<string, string>()
  for (const { useCase, segments } of routes) {
    const shape = `${useCase.http?.method} /${segments.map((s) => (isParameter(s) ? ':' : s)).join('/')}`
    const twin = seen.get(shape)
    if (twin) throw new Error(`${useCase.name} and ${twin} both answer ${shape}`)
    seen.set(shape, useCase.name)
  }
}
