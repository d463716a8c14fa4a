import { type Html, type Piece, html } from './html.ts'

/** A field with its label, and a hint that is read with it. */
export interface Labelled {
  name: string
  label: string
  value?: string
  hint?: string
  required?: boolean
}

const hintOf = ({ name, hint }: Labelled): Piece =>
  hint !== undefined && html`<small id="${name}-hint">${hint}</small>`
const described = ({ name, hint }: Labelled): Piece =>
  hint !== undefined && html` aria-describedby="${name}-hint"`
const must = ({ required }: Labelled): Piece => required === true && html` required`

export const textField = (field: Labelled): Html => inputOf(field, html` type="text" autocomplete="off"`)
export const dateField = (field: Labelled): Html => inputOf(field, html` type="date"`)
export const moneyField = (field: Labelled): Html =>
  inputOf(field, html` type="text" inputmode="decimal" autocomplete="off" class="amount"`)

const inputOf = (field: Labelled, more: Html): Html =>
  html`<label class="field"
    ><span>${field.label}</span
    ><input
      name="${field.name}"
      value="${field.value ?? ''}"
      ${more}${must(field)}${described(field)}
    />${hintOf(field)}</label
  >`

export const longField = (field: Labelled): Html =>
  html`<label class="field wide"
    ><span>${field.label}</span
    ><textarea name="${field.name}" rows="2" ${described(field)}>${field.value ?? ''}</textarea
    >${hintOf(field)}</label
  >`

export interface Choice {
  value: string
  says: string
}

export const selectField = (field: Labelled, choices: readonly Choice[]): Html =>
  html`<label class="field"
    ><span>${field.label}</span
    ><select name="${field.name}" ${must(field)}${described(field)}>
      ${options(choices, field.value ?? '')}</select
    >${hintOf(field)}</label
  >`

export const options = (choices: readonly Choice[], chosen: string): Html[] =>
  choices.map(
    ({ value, says }) =>
      html`<option value="${value}" ${value === chosen && html` selected`}>${says}</option>`,
  )

export const tick = (name: string, label: Piece, checked: boolean, value = 'on', hint?: string): Html =>
  html`<label class="tick"
    ><input type="checkbox" name="${name}" value="${value}" ${checked && html` checked`} /><span
      >${label}${hint !== undefined && html` <small>${hint}</small>`}</span
    ></label
  >`

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}" />`

/** A form that goes to where the page itself is, unless another address is named. */
export const form = (body: Piece, action?: string): Html =>
  html`<form method="post" ${action !== undefined && html` action="${action}"`}>${body}</form>`

export const submit = (says: string, how: 'main' | 'plain' | 'danger' = 'main'): Html =>
  html`<button class="${how}">${says}</button>`
