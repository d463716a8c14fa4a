export * from './api.ts'
export * from './problem-text.ts'
export * from './session.tsx'
