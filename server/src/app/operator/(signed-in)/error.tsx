'use client'

export { FailedPage as default } from '../../../web/failed-page.tsx'
