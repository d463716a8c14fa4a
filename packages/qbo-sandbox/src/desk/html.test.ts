import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { html } from './html.ts'

describe('html', () => {
  it('shows text as text, wherever it is put', () => {
    const name = `<img src=x onerror="alert(1)"> & 'sons'`
    expect(html`<a title="${name}">${name}</a>`.text).not.toContain('<img')
    expect(html`<p>${name}</p>`.text).toBe(
      '<p>&#60;img src=x onerror=&#34;alert(1)&#34;&#62; &#38; &#39;sons&#39;</p>',
    )
  })

  it('keeps what is HTML already, in lists too, and leaves out what is not there', () => {
    const list = [html`<b>1</b>`, html`<b>2</b>`]
    expect(html`${list}${undefined}${false}${0}`.text).toBe('<b>1</b><b>2</b>0')
  })

  it('lets no text end its quotes or begin a tag', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...`<>&"'ab/ =`) }), (text) => {
        expect(html`${text}`.text).not.toMatch(/[<>"']/)
      }),
    )
  })
})
