// The live parts of the desk. Every page works without them; they save a round trip.

const money = (hundredths) => {
  const [whole, fraction] = (Math.abs(hundredths) / 100).toFixed(2).split('.')
  return `${hundredths < 0 ? '−' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`
}
const typed = (input) => {
  const text = (input?.value ?? '').trim().replaceAll(',', '')
  return text === '' || Number.isNaN(Number(text)) ? undefined : Number(text)
}
const hundredths = (input) => Math.round((typed(input) ?? 0) * 100)
const sum = (inputs) => [...inputs].reduce((total, each) => total + hundredths(each), 0)

// A refusal is what the person has to read next.
document.querySelector('.refused')?.focus()
document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })

// What a payment leaves over, as it is typed.
const payment = document.querySelector('[data-payment]')
payment?.addEventListener('input', () => {
  const total = hundredths(payment.querySelector('[name=TotalAmt]'))
  const credits = sum(payment.querySelectorAll('[data-kind=CreditMemo]'))
  const applied = sum(payment.querySelectorAll('[data-kind=Invoice]'))
  const sums = { total, credits, applied, left: total + credits - applied }
  for (const [name, value] of Object.entries(sums)) {
    payment.querySelector(`[data-sum=${name}]`).textContent = money(value)
  }
})

// The amount of a line follows its quantity and price.
const sale = document.querySelector('[data-sale]')
sale?.addEventListener('input', (event) => {
  const row = event.target.closest('tr')
  const part = (name) => row?.querySelector(`[data-part=${name}]`)
  const [quantity, price] = [typed(part('quantity')), typed(part('price'))]
  if (row === null || event.target.dataset.part === 'amount') return
  if (quantity !== undefined && price !== undefined) part('amount').value = (quantity * price).toFixed(2)
})

// New requests, asked for every second. Only rows are added, so what is being read stays where it is.
const requests = document.querySelector('[data-requests]')
if (requests !== null) {
  let since = Number(requests.dataset.since)
  const state = document.querySelector('[data-state]')
  const look = async () => {
    try {
      const answer = await fetch(`${requests.dataset.requests}?since=${since}`)
      if (!answer.ok) throw new Error(String(answer.status))
      const { last, rows } = await answer.json()
      since = last
      document
        .querySelector('[data-none]')
        ?.toggleAttribute('hidden', rows !== '' || requests.children.length > 0)
      requests
        .closest('[data-some]')
        ?.toggleAttribute('hidden', rows === '' && requests.children.length === 0)
      requests.insertAdjacentHTML('afterbegin', rows)
      while (requests.children.length > 500) requests.lastElementChild.remove()
      state.textContent = 'Live: new requests appear by themselves.'
    } catch {
      state.textContent = 'The sandbox does not answer. It is asked again every second.'
    }
    setTimeout(look, 1000)
  }
  setTimeout(look, 1000)
}
