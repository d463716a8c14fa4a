export * from './client.ts'
export * from './paging.ts'
export * from './use-case.ts'
export * from './text.ts'
