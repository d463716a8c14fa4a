import { z } from 'zod'
import { longText } from '../contract/text.ts'
import { resolutionAction, type TaskDefinition } from './definitions.ts'

export const CUSTOM_KIND = 'custom'

/**
 * The one kind behind every definition a tenant writes itself. The product cannot know what such a
 * task asks for, so it ends with a person saying what they did.
 */
export const customTask: TaskDefinition = {
  kind: CUSTOM_KIND,
  actions: [
    resolutionAction({
      name: 'complete',
      tone: 'primary',
      permission: 'inbox:update',
      input: z.object({ note: longText.min(1) }),
      handler: async (_ctx, _task, input) => ({ note: input.note }),
    }),
  ],
}
