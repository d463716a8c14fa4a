import { SERVICE_FORM, type ServiceFields, type ServiceView } from '../../contract/services.ts'
import { formatAmount, parseAmount } from '../../money/input.ts'
import { mistake, type Read } from './form.tsx'

/** A form holds text; the contract holds what the text means. */
export interface ServiceValues {
  kind: string
  name: string
  description: string
  sku: string
  price: string
  currency: string
  taxable: boolean
}

export const emptyService: ServiceValues = {
  kind: 'service',
  name: '',
  description: '',
  sku: '',
  price: '',
  currency: '',
  taxable: true,
}

export const valuesOf = (service: ServiceView, locale: string): ServiceValues => ({
  kind: service.kind,
  name: service.name,
  description: service.description ?? '',
  sku: service.sku ?? '',
  price: formatAmount(service.unitPriceMinor, service.currency, locale),
  currency: service.currency,
  taxable: service.taxable,
})

export function readService(values: ServiceValues, locale: string): Read<ServiceFields> {
  const { price, ...rest } = values
  // Without a currency nobody can say how many decimals a price has; that is told first.
  const amount = values.currency === '' ? null : parseAmount(price, values.currency, locale)
  const wrong = amount && !amount.ok ? [mistake('price', amount.refusal)] : []
  const parsed = SERVICE_FORM.safeParse({
    ...rest,
    description: values.description.trim() === '' ? null : values.description,
    sku: values.sku.trim() === '' ? null : values.sku,
    unitPriceMinor: amount?.ok ? amount.value : 0,
  })
  if (parsed.success && wrong.length === 0) return { fields: parsed.data, mistakes: null }
  const others = parsed.success
    ? []
    : parsed.error.issues.map((issue) => mistake(fieldOf(issue.path.join('.')), issue.code))
  return { fields: null, mistakes: [...others, ...wrong] }
}

const fieldOf = (path: string) => (path === 'unitPriceMinor' ? 'price' : path)
