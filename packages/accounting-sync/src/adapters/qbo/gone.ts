import type { Found, FrozenWrite } from '../../adapter.ts'

/** What is there no more, in the words in which one that is void is told. */
export const goneAs = ({ intent, marker, takesOff, externalId }: FrozenWrite): Found => ({
  externalId: takesOff?.externalId ?? externalId ?? '',
  version: '',
  number: intent.number,
  totalMinor: 0,
  balanceMinor: 0,
  taxMinor: null,
  currency: intent.currency,
  issueDate: intent.issueDate,
  customerId: intent.customerId,
  lineNetsMinor: [],
  marker,
  voided: true,
})
