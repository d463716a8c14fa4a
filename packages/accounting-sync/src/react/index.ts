export { ScreensHostProvider, useScreensHost, type ScreensHost } from './screens-host.tsx'
