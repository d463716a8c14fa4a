export { clientReviewTask, reviewOf } from './clients/review-task.ts'
export { clientExists } from './clients/store.ts'
export { clientUseCases } from './clients/use-cases.ts'
