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
  const { form, errors, submit } = useFields(props)
  return (
    <form id={props.id} noValidate onSubmit={submit} className="flex flex-col gap-4">
      <ErrorSummary errors={props.problem && errors.length === 0 ? [{ message: props.problem }] : errors} />
      {props.children(form)}
    </form>
  )
}

function useFields<V, F>({ id, initial, read, onSubmit, refused }: FormOptions<V, F>) {
  const mistakeText = useMistakeText()
  const [values, setValues] = useState(initial)
  const [found, setFound] = useState<readonly FieldMistake[] | null>(null)
  const mistakes = found ?? refused
  const fieldId = (name: string) => `${id}-${name}`
  const form: FormShape<V> = {
    values,
    set: (name, value) => setValues((before) => ({ ...before, [name]: value })),
    field(name, control, words) {
      const wrong = mistakes.find((each) => each.field === name)
      return (
        <Field key={name} id={fieldId(name)} error={wrong && mistakeText(wrong)} {...words}>
          {control}
        </Field>
      )
    },
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const result = read(values)
    setFound(result.mistakes)
    if (result.mistakes === null) onSubmit(result.fields)
  }
  const errors = mistakes.map((each) => ({ fieldId: fieldId(each.field), message: mistakeText(each) }))
  return { form, errors, submit }
}

export const mistake = (field: string, reason: string): FieldMistake => ({ field, reason, message: reason })
