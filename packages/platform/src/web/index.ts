export * from './api.ts'
export * from './export-link.tsx'
export * from './problem-text.ts'
export * from './session.tsx'
