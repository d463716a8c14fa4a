'use client'

import { ErrorSummary, Field } from '@tieout/ui'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useMistakeText, type FieldMistake } from '../words.ts'

/** What became of what was typed: the fields to send, or what is wrong with it. */
export type Read<F> = { fields: F; mistakes: null } | { fields: null; mistakes: FieldMistake[] }

export interface FormOptions<V, F> {
  /** Connects the submit button, which stands outside. */
  id: string
  initial: V
  /** Looks at the form as the server will, so that most mistakes are told before anything is sent. */
  read: (values: V) => Read<F>
  onSubmit: (fields: F) => void
  /** What the server found wrong with what was sent last. */
  refused: readonly FieldMistake[]
  /** A refusal that is about no field. */
  problem?: string
}

export interface FormShape<V> {
  values: V
  set: <K extends keyof V>(name: K, value: V[K]) => void
  /** One labelled control, with its mistake when there is one. */
  field: (
    name: keyof V & string,
    control: ReactNode,
    words: { label: string; hint?: string; required?: boolean },
  ) => ReactNode
}

/** A form of a few fields: holds what is typed, and says at the top and at the field what is wrong. */
export function FieldsForm<V, F>(
  props: FormOptions<V, F> & { children: (form: FormShape<V>) => ReactNode },
): ReactNode {
  const { id, refused, problem } = props
  const mistakeText = useMistakeText()
  const [values, setValues] = useState(props.initial)
  const [found, setFound] = useState<readonly FieldMistake[] | null>(null)
  const mistakes = found ?? refused
  const fieldId = (name: string) => `${id}-${name}`

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const read = props.read(values)
    setFound(read.mistakes)
    if (read.mistakes === null) props.onSubmit(read.fields)
  }
  const form: FormShape<V> = {
    values,
    set: (name, value) => setValues((before) => ({ ...before, [name]: value })),
    field(name, control, words) {
      const mistake = mistakes.find((each) => each.field === name)
      return (
        <Field key={name} id={fieldId(name)} error={mistake && mistakeText(mistake)} {...words}>
          {control}
        </Field>
      )
    },
  }
  const errors = mistakes.map((each) => ({ fieldId: fieldId(each.field), message: mistakeText(each) }))
  return (
    <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-4">
      <ErrorSummary errors={problem && errors.length === 0 ? [{ message: problem }] : errors} />
      {props.children(form)}
    </form>
  )
}

export const mistake = (field: string, reason: string): FieldMistake => ({ field, reason, message: reason })
