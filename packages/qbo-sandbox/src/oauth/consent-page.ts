import type { Wish } from './authorize.ts'
import type { App } from './state.ts'

/** The question in the browser: which company, connect or not. Plain HTML, no scripts. */
export function consentPage(
  app: App,
  wish: Wish,
  companies: readonly { realmId: string; name: string }[],
  problem = '',
): string {
  const carried: [string, string | null][] = [
    ['client_id', wish.clientId],
    ['redirect_uri', wish.redirectUri],
    ['response_type', wish.responseType],
    ['scope', wish.scope],
    ['state', wish.state],
  ]
  const hidden = carried.map(([name, value]) =>
    value === null ? '' : `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  )
  const choices = companies.map(
    ({ realmId, name }, at) => `
        <label class="company">
          <input type="radio" name="realmId" value="${escaped(realmId)}" required${at === 0 ? ' checked' : ''}>
          <span><strong>${escaped(name)}</strong><small>Company ${escaped(realmId)}</small></span>
        </label>`,
  )
  const asked = wish.scope.split(' ').map((scope) => `<li>${escaped(MEANING[scope] ?? scope)}</li>`)
  return document(
    `Connect ${app.name}`,
    `
    <h1>Connect <em>${escaped(app.name)}</em> to a company</h1>
    ${problem === '' ? '' : `<p class="problem" role="alert">${escaped(problem)}</p>`}
    <form method="post" action="/connect/oauth2">
      ${hidden.join('')}
      <fieldset>
        <legend>Which company?</legend>${choices.join('')}
      </fieldset>
      <h2>It will be able to</h2>
      <ul>${asked.join('')}</ul>
      <div class="buttons">
        <button name="decision" value="connect" class="main">Connect</button>
        <button name="decision" value="deny" formnovalidate>Deny</button>
      </div>
    </form>
    <p class="back">Either way you go back to <span>${escaped(new URL(wish.redirectUri).origin)}</span>.</p>`,
  )
}

/** Shown when there is no address that can be trusted with an answer. */
export function refusalPage(why: string): string {
  return document(
    'Cannot connect',
    `<h1>This app cannot be connected</h1><p role="alert">${escaped(why)}</p>`,
  )
}

const MEANING: Record<string, string> = {
  'com.intuit.quickbooks.accounting': 'read and change the company’s books',
  'com.intuit.quickbooks.payment': 'ask for payments (the sandbox models none)',
  openid: 'know who you are',
  profile: 'see your name',
  email: 'see your e-mail address',
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const document = (title: string, main: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · QuickBooks sandbox</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="brand">QuickBooks sandbox</p>${main}
</main>
</body>
</html>
`

const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f2f4f1; --card: #fff; --ink: #1c2620; --soft: #56635b; --line: #c9d1cb;
  --main: #17693a; --on-main: #fff; --chosen: #eaf5ee; --problem: #a3231b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #121714; --card: #1b221e; --ink: #e8eee9; --soft: #a5b3aa; --line: #3b4740;
    --main: #5fcb8b; --on-main: #0b1a11; --chosen: #21352a; --problem: #ff9d94;
  }
}
* { box-sizing: border-box }
body {
  margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem;
  background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif;
}
main {
  width: 100%; max-width: 30rem; padding: clamp(1.1rem, 6vw, 2rem); background: var(--card);
  border: 1px solid var(--line); border-radius: .9rem;
}
.brand { margin: 0 0 1.5rem; color: var(--main); font-weight: 650; letter-spacing: .01em }
h1 { margin: 0 0 1.25rem; font-size: 1.45rem; line-height: 1.25; overflow-wrap: anywhere }
h1 em { font-style: normal }
h2, legend { margin: 0 0 .6rem; padding: 0; font-size: .95rem; font-weight: 600; color: var(--soft) }
fieldset { margin: 0 0 1.5rem; padding: 0; border: 0; max-height: 22rem; overflow: auto }
.company {
  display: flex; gap: .8rem; align-items: center; padding: .7rem .9rem; margin-bottom: .5rem;
  border: 1px solid var(--line); border-radius: .6rem; cursor: pointer;
}
.company:has(:checked) { border-color: var(--main); background: var(--chosen) }
.company span { min-width: 0; overflow-wrap: anywhere }
.company small { display: block; color: var(--soft) }
input[type=radio] { accent-color: var(--main); width: 1.1rem; height: 1.1rem; flex: none }
ul { margin: 0 0 1.75rem; padding-left: 1.2rem }
.buttons { display: flex; gap: .75rem; flex-wrap: wrap }
button {
  flex: 1 1 8rem; padding: .7rem 1rem; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--ink); background: transparent; border: 1px solid var(--soft); border-radius: .6rem;
}
button.main { color: var(--on-main); background: var(--main); border-color: var(--main) }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px }
.problem { color: var(--problem); font-weight: 600 }
.back { margin: 1.5rem 0 0; font-size: .875rem; color: var(--soft) }
.back span { overflow-wrap: anywhere }
`
