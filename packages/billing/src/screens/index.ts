export { ClientListScreen } from './client-list-screen.tsx'
export { ClientScreen, type ClientScreenProps } from './client-screen.tsx'
