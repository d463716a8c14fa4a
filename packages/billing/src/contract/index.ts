export * from './clients.ts'
export { countries } from './countries.ts'
export { currencies } from './currencies.ts'
