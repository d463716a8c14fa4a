import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { anyone, defineQuery, type Method } from '../contract/use-case.ts'
import { Problem } from '../problem.ts'
import { nestingOf } from './input.ts'
import { createRouteTable } from './route-table.ts'

const at = (name: string, method: Method, path: `/${string}`) =>
  defineQuery({
    name,
    summary: '',
    access: anyone,
    input: z.object({}),
    output: z.object({}),
    http: { method, path },
  })

function refusal(work: () => unknown): Problem {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error
  }
  throw new Error('nothing was refused')
}

describe('the route table', () => {
  const table = createRouteTable([
    at('task.get', 'GET', '/tasks/:taskId'),
    at('task.counts', 'GET', '/tasks/counts'),
    at('task.act', 'POST', '/tasks/:taskId/actions/:action'),
  ])

  it('prefers a literal segment over a parameter', () => {
    expect(table.match('GET', '/tasks/counts').useCase.name).toBe('task.counts')
    expect(table.match('GET', '/tasks/7')).toMatchObject({
      useCase: { name: 'task.get' },
      params: { taskId: '7' },
    })
  })

  it('decodes parameters and refuses broken encoding', () => {
    expect(table.match('POST', '/tasks/a%20b/actions/go').params).toEqual({ taskId: 'a b', action: 'go' })
    expect(refusal(() => table.match('GET', '/tasks/%E0%A4%A')).status).toBe(400)
  })

  it('tells an unknown address from a wrong method', () => {
    expect(refusal(() => table.match('GET', '/nowhere')).status).toBe(404)
    const wrong = refusal(() => table.match('DELETE', '/tasks/7'))
    expect(wrong).toMatchObject({ status: 405, extra: { allowed: ['GET'] } })
  })

  it('refuses two use cases at one address', () => {
    expect(() => createRouteTable([at('a', 'GET', '/x/:one'), at('b', 'GET', '/x/:other')])).toThrow(
      /both answer/,
    )
  })
})

describe('nesting', () => {
  it('counts brackets outside of strings only', () => {
    expect(nestingOf('{"a":[1,{"b":"]]}}\\""}]}')).toBe(3)
    expect(nestingOf('[]')).toBe(1)
    expect(nestingOf('"[[["')).toBe(0)
  })
})
