import { fileURLToPath } from 'node:url'

export const migrationsDirectory = fileURLToPath(new URL('../../../../migrations', import.meta.url))

export const testPasswords = { app: 'test-app', system: 'test-system' }
