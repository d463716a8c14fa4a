export { ScreensHostProvider, useScreensHost, type ScreensHost } from './screens-host.tsx'
export { SyncPage, SyncTabs, type SyncTab } from './sync-tabs.tsx'
