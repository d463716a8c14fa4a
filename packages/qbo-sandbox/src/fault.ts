/** A refusal in QuickBooks' own terms. Thrown by the core, written to the wire by `wire/envelopes.ts`. */
export class Fault extends Error {
  readonly code: string
  readonly status: number
  readonly type: FaultType
  readonly entries: readonly FaultEntry[]

  constructor(entries: readonly FaultEntry[], type: FaultType = 'ValidationFault', status = 400) {
    super(entries.map((each) => `${each.code} ${each.message}: ${each.detail}`).join('; '))
    this.name = 'Fault'
    this.entries = entries
    this.code = entries[0]?.code ?? '10000'
    this.type = type
    this.status = status
  }
}

export type FaultType =
  'ValidationFault' | 'SystemFault' | 'AuthorizationFault' | 'AUTHENTICATION' | 'SERVICE' | 'Service'

export interface FaultEntry {
  message: string
  detail: string
  code: string
  /** The wire shows the key only where QuickBooks was seen to. */
  element?: string
}

function refuse(code: string, message: string, detail: string, element?: string): Fault {
  return new Fault([{ code, message, detail, ...(element === undefined ? {} : { element }) }])
}

const INACTIVE =
  "Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees."

const grouped = (value: string) => value.replace(/^(-?\d+)/, (whole) => Number(whole).toLocaleString('en-US'))

/** The service lists what it knows, and stops after about a thousand characters. */
function listed(known: readonly string[]): string {
  let text = ` (${known.length} known properties: `
  for (const [index, each] of known.entries()) {
    text += `${index === 0 ? '' : ', '}"${each}"`
    if (text.length > 1000) return `${text} [truncated]`
  }
  return text
}

/** Every refusal the sandbox knows, by what is wrong. Codes and texts as the service words them. */
export const faults = {
  /** Not QuickBooks' word but ours: the sandbox says plainly what it does not model. */
  unmodelled: (what: string) =>
    refuse(
      '5030',
      'Feature Not Supported',
      `qbo-sandbox does not model ${what}. It refuses rather than invent an answer.`,
    ),
  noSuchResource: (path: string) =>
    refuse(
      '500',
      'Unsupported Operation',
      `Operation Could not find resource for relative : ${path} of full path: https://c50.sandbox.qbo.intuit.com/qbo50${path} is not supported.`,
    ),
  unsupportedOperation: (operation: string) =>
    refuse('500', 'Unsupported Operation', `Operation ${operation} is not supported.`),
  malformedUtf8: () =>
    refuse(
      '500',
      'Unsupported Operation',
      'Operation MalformedByteSequence: Invalid byte in UTF-8 sequence. is not supported.',
    ),
  unreadableBody: (detail: string) => refuse('2010', 'Request has invalid or unsupported property', detail),
  notFound: (element = '') => refuse('610', 'Object Not Found', `Object Not Found : ${INACTIVE}`, element),
  cannotBeLinked: (detail: string) =>
    refuse('620', 'Transaction cannot be linked', `Txn ID cannot be linked : ${detail}`),
  hasDependents: (detail: string) => refuse('800', 'Cannot delete object', detail),
  batchTooBig: (most: number) =>
    refuse('1040', 'Batch size limit exceeded', `Batch request can have at most ${most} items.`),
  batchEmpty: () => refuse('400', 'MalformedRequest', 'Batch Request is Empty'),
  badObject: (detail: string) => refuse('2000', 'Invalid object name', detail),
  unknownProperty: (property: string, kind: string, known: readonly string[]) =>
    refuse(
      '2010',
      'Request has invalid or unsupported property',
      `Property Name:Unrecognized field "${property}" (class com.intuit.schema.finance.v3.${kind}), not marked as ignorable${listed(known)}])\n specified is unsupported or invalid`,
    ),
  required: (parameter: string) =>
    refuse(
      '2020',
      'Required param missing, need to supply the required value for the API',
      `Required parameter ${parameter} is missing in the request`,
      parameter,
    ),
  invalidId: (value: string) =>
    refuse('2030', 'Invalid ID', `Id should be a valid number. Supplied value:${value}`, 'Id'),
  invalidText: (element: string, detail: string) => refuse('2040', 'Invalid String', detail, element),
  tooLong: (element: string, most: number, length: number) =>
    refuse(
      '2050',
      'String Length is either shorter or longer than supported by specification',
      `String length specified does not match the supported length. Min:0 Max:${most.toLocaleString('en-US')} supported. Supplied length:${length.toLocaleString('en-US')}`,
      element,
    ),
  invalidDate: (element: string, value: string) =>
    refuse('2060', 'Invalid Date', `Date should be a valid date. Supplied value:${value}`, element),
  invalidNumber: (element: string, value: string) =>
    refuse('2090', 'Invalid Number', `${element} should be a valid number. Supplied value:${value}`, element),
  invalidAmount: (element: string, value: string) =>
    refuse(
      '2140',
      'Amount is not valid',
      `Amount is not within the supported range. Supplied value:${value}`,
      element,
    ),
  invalidEnum: (element: string, value: string) =>
    refuse('2170', 'Invalid Enumeration', `Invalid Enumeration : ${value}`, element),
  invalidEmail: (element: string) =>
    refuse('2210', 'Invalid Email Address format', 'Email Address does not conform to RFC822', element),
  invalidCurrency: (detail: string) => refuse('2220', 'Invalid Currency', detail, 'CurrencyRef'),
  unbalancedEntry: (detail: string) => refuse('2300', 'Debits and credits are not equal', detail),
  negativeLine: () =>
    refuse('2290', 'Negative amount', "Negative amounts aren't supported on transaction lines."),
  invalidReference: (element: string, detail = 'Invalid Reference Id') =>
    refuse('2500', 'Invalid Reference Id', `Invalid Reference Id : ${detail}`, element),
  inactiveReference: (element: string) =>
    refuse('610', 'Object Not Found', `Object Not Found : ${INACTIVE}`, element),
  badRequestId: (detail: string) => refuse('2130', 'Invalid request Id format', detail),
  duplicateRequestId: (id: string) =>
    refuse('600', 'Duplicate Request ID', `A request with the request ID ${id} is already known.`),
  stale: (user: string) =>
    refuse(
      '5010',
      'Stale Object Error',
      `Stale Object Error : You and ${user} were working on this at the same time. ${user} finished before you did, so your work was not saved.`,
      '',
    ),
  needsPlan: (detail: string) => refuse('5020', 'Permission Denied Error', detail),
  businessRule: (detail: string) =>
    refuse(
      '6000',
      'A business validation error has occurred while processing your request',
      `Business Validation Error: ${detail}`,
    ),
  accountType: (detail: string) => refuse('6010', 'Account type or subtype is invalid', detail),
  amountNotPriceTimesQty: (supplied: string) =>
    refuse(
      '6070',
      'Amount calculation incorrect in the request.',
      `Amount is not equal to UnitPrice * Qty. Supplied value:${grouped(supplied)}`,
      'Line',
    ),
  discountNeedsValue: () =>
    refuse('6090', 'Invalid Discount', 'Discount line needs either an amount or a discount percent.', 'Line'),
  lineTaxCode: () =>
    refuse(
      '6100',
      'Invalid tax code on line',
      'Invalid tax code on line: it must be TAX or NON for a US company.',
      'Line',
    ),
  duplicateNumber: (number: string, kind: string, id: string) =>
    refuse(
      '6140',
      'Duplicate Document Number Error',
      `Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=${number} is assigned to TxnType=${kind} with TxnId=${id}`,
      'DocNumber',
    ),
  taxDetailNotApplicable: () =>
    refuse(
      '6170',
      'Tax detail not allowed',
      'TxnTaxDetail is not allowed when GlobalTaxCalculation is NotApplicable.',
    ),
  tooDeep: () =>
    refuse('6180', 'Maximum depth exceeded', 'An object may have at most five levels of parents.'),
  periodClosed: () =>
    refuse(
      '6210',
      'Account Period Closed, Transaction date is on or before the closing date',
      'Business Validation Error: The account period has closed and the account books cannot be updated through the QBO Services API. Please use the QBO website to make these changes.',
    ),
  hasBalance: (detail: string) => refuse('6220', 'Cannot deactivate', detail),
  duplicateName: () =>
    refuse('6240', 'Duplicate Name Exists Error', 'The name supplied already exists. : null'),
  accountKind: (detail: string) => refuse('6430', 'Invalid account type', detail),
  lineDetailMissing: () =>
    refuse('6440', 'Line detail required', 'The line needs the detail its DetailType names.', 'Line'),
  deposited: () =>
    refuse(
      '6540',
      'Deposited Transaction cannot be changed',
      'Deposited Transaction cannot be changed : This transaction has been deposited. If you want to change or delete it, you must edit the deposit it appears on and remove it first.',
    ),
  queryParser: (detail: string) => refuse('4000', 'Error parsing query', `QueryParserError: ${detail}`),
  queryInvalid: (detail: string) => refuse('4001', 'Invalid query', `QueryValidationError: ${detail}`),
  throttled: () =>
    new Fault(
      [
        {
          code: '3001',
          message: 'message=ThrottleExceeded; errorCode=003001; statusCode=429',
          detail: 'The request limit was reached.  Try again later',
        },
      ],
      'SERVICE',
      429,
    ),
  authenticationFailed: (detail: string) =>
    new Fault(
      [{ code: '3200', message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401', detail }],
      'AUTHENTICATION',
      401,
    ),
  wrongCompany: () =>
    new Fault(
      [
        {
          code: '3100',
          message: 'message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403',
          detail: 'The application is not authorized for this company.',
        },
      ],
      'AuthorizationFault',
      403,
    ),
} as const
