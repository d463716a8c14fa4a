import type { Fault } from '../fault.ts'
import type { Json, JsonObject } from '../json.ts'
import { toJson } from '../json.ts'
import { stampMilliseconds } from '../time.ts'
import type { WireResponse } from './messages.ts'

/** What stands around every answer. The trace id is drawn by the caller, so that a run repeats. */
export interface Trace {
  now: number
  tid: string
  spanId: string
}

const ofGateway = (trace: Trace) => ({ 'intuit-tid': trace.tid, server: 'envoy' })

const shared = (trace: Trace) => ({
  ...ofGateway(trace),
  'x-spanid': trace.spanId,
  'x-amzn-trace-id': `Root=${trace.tid}`,
  'strict-transport-security': 'max-age=31536000',
})

/** `json` is the text of the payload's members, without the closing time. */
export function answer(members: string, trace: Trace): WireResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'application/json;charset=utf-8',
      ...shared(trace),
      'x-content-type-options': 'nosniff',
      'x-xss-protection': '1; mode=block',
      'qbo-version': '1988.128',
      'service-time': 'total=20, db=9',
      expires: '0',
      'cache-control': 'max-age=0, no-cache, no-store, must-revalidate, private',
      'x-envoy-upstream-service-time': '20',
    },
    body: `{${members},"time":"${stampMilliseconds(trace.now)}"}`,
  }
}

export const entityMember = (kind: string, entity: JsonObject) => `"${kind}":${toJson(entity)}`

export const deletedMember = (kind: string, id: string) =>
  `"${kind}":{"domain":"QBO","status":"Deleted","Id":${JSON.stringify(id)}}`

/** `{"Fault":{…}}` as validation answers carry it, also inside a batch. */
export function faultMember(fault: Fault): string {
  const errors = fault.entries.map(({ message, detail, code, element }) =>
    toJson({ Message: message, Detail: detail, code, ...(element === undefined ? {} : { element }) }),
  )
  return `"Fault":{"Error":[${errors.join(',')}],"type":"${fault.type}"}`
}

/** Refusals of the gateway are written in lower case, with a number for the time; those of the service are not. */
export function refusal(fault: Fault, trace: Trace): WireResponse {
  const gateway =
    fault.type === 'AUTHENTICATION' || fault.type === 'SERVICE' || fault.type === 'AuthorizationFault'
  const marks = gateway ? ofGateway(trace) : shared(trace)
  const headers: Record<string, string> = { 'content-type': 'application/json', ...marks }
  if (fault.status === 401) headers['www-authenticate'] = 'Bearer realm="Intuit", error="invalid_token"'
  if (gateway) return { status: fault.status, headers, body: gatewayBody(fault, trace.now) }
  // An invalid id is answered before the clock is read, it seems: no time there.
  const time = fault.code === '2030' ? '' : `,"time":"${stampMilliseconds(trace.now)}"`
  return { status: fault.status, headers, body: `{${faultMember(fault)}${time}}` }
}

function gatewayBody(fault: Fault, now: number): string {
  const error: Json = fault.entries.map(({ message, detail, code, element }) => ({
    message,
    detail,
    code,
    element: element ?? null,
  }))
  return JSON.stringify({
    warnings: null,
    intuitObject: null,
    fault: { error, type: fault.type },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    attachableResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: now,
    status: null,
    cdcresponse: [],
  })
}
