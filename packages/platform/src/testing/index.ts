export * from './database.ts'
export * from './ports.ts'
export * from './settings.ts'
export * from './tenants.ts'
