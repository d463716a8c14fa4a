import {
  PermanentJobError,
  type HandlerOptions,
  type JobHandler,
  type JobPayload,
  type RunningJob,
} from './runner.ts'

/** A handler with every choice made. */
export interface Registration {
  kind: string
  attempts: number
  backoffSeconds: number
  maxBackoffSeconds: number
  timeoutSeconds: number
  concurrency: number
  isPermanent(error: unknown): boolean
  run(job: RunningJob<JobPayload>): Promise<void>
}

export function registrationOf<P extends JobPayload>(
  kind: string,
  handler: JobHandler<P>,
  options: HandlerOptions,
): Registration {
  return {
    kind,
    attempts: options.attempts ?? 5,
    backoffSeconds: options.backoffSeconds ?? 5,
    maxBackoffSeconds: options.maxBackoffSeconds ?? 900,
    timeoutSeconds: options.timeoutSeconds ?? 300,
    concurrency: options.concurrency ?? 2,
    isPermanent: (error) => error instanceof PermanentJobError || (options.isPermanent?.(error) ?? false),
    // What a kind's payload looks like is agreed between those who schedule it and its handler.
    run: (job) => handler(job as RunningJob<P>),
  }
}
