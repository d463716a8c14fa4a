export { PageSkeleton as default } from '../../../web/page-skeleton.tsx'
