import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { defineCommand, IDEMPOTENCY_KEY, mspWith } from '../contract/index.ts'
import { useApiCommand } from './api.ts'

const planting = {
  name: 'tree.plant',
  summary: 'Plant a tree',
  access: mspWith('tree:create'),
  input: z.object({ kind: z.string() }),
  output: z.object({ treeId: z.string() }),
  http: { method: 'POST', path: '/trees' },
} as const
const plantOnce = defineCommand({ ...planting, once: true })
const plant = defineCommand(planting)

/** The keys that arrive, in their order; each answer waits for the test. */
function server() {
  const keys: (string | null)[] = []
  const waiting: { resolve: (response: Response) => void; reject: (reason: Error) => void }[] = []
  vi.stubGlobal('fetch', (_url: string, { headers }: RequestInit) => {
    keys.push(new Headers(headers).get(IDEMPOTENCY_KEY))
    return new Promise<Response>((resolve, reject) => waiting.push({ resolve, reject }))
  })
  return {
    keys,
    arrives: (times: number) => waitFor(() => expect(keys).toHaveLength(times)),
    answers: () => waiting.shift()?.resolve(Response.json({ treeId: 'oak' })),
    refuses: () => waiting.shift()?.resolve(Response.json({}, { status: 400 })),
    isLost: () => waiting.shift()?.reject(new Error('no connection')),
  }
}

function useForm(command: typeof plant, onSuccess = () => {}) {
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>
  )
  return renderHook(() => useApiCommand(command, { refreshes: [], onSuccess }), { wrapper }).result
}

const send = (form: ReturnType<typeof useForm>) => act(() => form.current.mutate({ kind: 'oak' }))

test('a form that is sent twice in a row is sent once', async () => {
  const api = server()
  const form = useForm(plantOnce)
  act(() => {
    form.current.mutate({ kind: 'oak' })
    form.current.mutate({ kind: 'oak' })
  })
  await api.arrives(1)
  send(form)
  api.answers()
  await waitFor(() => expect(form.current.isSuccess).toBe(true))
  send(form)
  expect(api.keys).toEqual([expect.any(String)])
})

test('what was refused, or never answered, goes again with the same key', async () => {
  const api = server()
  const form = useForm(plantOnce)
  send(form)
  await api.arrives(1)
  api.isLost()
  await waitFor(() => expect(form.current.error?.problem.code).toBe('unreachable'))
  act(() => form.current.reset())
  send(form)
  await api.arrives(2)
  api.refuses()
  await waitFor(() => expect(form.current.isError).toBe(true))
  send(form)
  await api.arrives(3)
  expect(new Set(api.keys).size).toBe(1)
})

test('a form that stays there is opened anew, with a key of its own', async () => {
  const api = server()
  const arrived = vi.fn()
  const form = useForm(plantOnce, arrived)
  send(form)
  await api.arrives(1)
  // Typing on while it is on its way does not make it another form.
  act(() => form.current.reset())
  send(form)
  api.answers()
  await waitFor(() => expect(arrived).toHaveBeenCalled())
  expect(api.keys).toHaveLength(1)
  act(() => form.current.reset())
  send(form)
  await api.arrives(2)
  expect(new Set(api.keys).size).toBe(2)
})

test('another command has no key and goes as often as it is sent', async () => {
  const api = server()
  const form = useForm(plant)
  send(form)
  send(form)
  await api.arrives(2)
  expect(api.keys).toEqual([null, null])
})
