export { CLIENT_REVIEW, clientReviewHandler, reviewClients } from './clients/review-sweep.ts'
export { clientReviewTask } from './clients/review-task.ts'
export { clientExists } from './clients/store.ts'
export { clientUseCases } from './clients/use-cases.ts'
