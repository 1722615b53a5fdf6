import type { Har, Header, Request, Response } from 'har-format'
import type { BodyRecord, Exchange } from '../outcome/exchange.ts'
import type { Outcome } from '../outcome/outcome.ts'
import { eventText } from './notes.ts'

/**
 * Every exchange of a run as an HTTP archive (HAR 1.2), which browsers and proxies open: redacted as the outcome is,
 * long bodies cut. The comment of an entry names the checks that rest on it, and what happened on the way.
 */
export function har(outcome: Outcome): string {
  const checks = checksByExchange(outcome)
  const begin = Date.parse(outcome.started)
  const entries = outcome.exchanges.map((exchange) => ({
    startedDateTime: new Date(begin + exchange.at).toISOString(),
    time: exchange.ms,
    request: requestOf(exchange),
    response: responseOf(exchange),
    cache: {},
    timings: { send: 0, wait: exchange.ms, receive: 0 },
    comment: [...(checks.get(exchange.id) ?? []), ...exchange.events.map(eventText)].join('; '),
  }))
  const { name, version } = outcome.tool
  const archive: Har = {
    log: { version: '1.2', creator: { name, version }, comment: `seed ${outcome.seed}`, entries },
  }
  return `${JSON.stringify(archive, null, 1)}\n`
}

function checksByExchange({ checks }: Outcome): Map<number, string[]> {
  const result = new Map<number, string[]>()
  for (const { id, verdict, exchanges } of checks)
    for (const exchange of exchanges) result.set(exchange, [...(result.get(exchange) ?? []), `${id}: ${verdict}`])
  return result
}

function requestOf({ method, url, request }: Exchange): Request {
  const type = headerIn(request.headers, 'content-type')
  return {
    method,
    url,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: headersOf(request.headers),
    queryString: URL.canParse(url) ? [...new URL(url).searchParams].map(([name, value]) => ({ name, value })) : [],
    ...(request.body && { postData: { mimeType: type, text: request.body.text ?? '', ...noted(request.body) } }),
    headersSize: -1,
    bodySize: request.body?.bytes ?? 0,
  }
}

/** Status 0 stands for no response, as browsers write it. */
function responseOf({ response, error }: Exchange): Response {
  const headers = response?.headers ?? {}
  const body = response?.body ?? { bytes: 0 }
  return {
    status: response?.status ?? 0,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: headersOf(headers),
    content: { size: body.bytes, mimeType: headerIn(headers, 'content-type'), text: body.text ?? '', ...noted(body) },
    redirectURL: '',
    headersSize: -1,
    bodySize: body.bytes,
    ...(error !== undefined && { comment: error }),
  }
}

function noted({ bytes, text, cut }: BodyRecord) {
  if (cut) return { comment: `the beginning of ${bytes} bytes` }
  return text === undefined && bytes > 0 ? { comment: `${bytes} bytes that are no text` } : {}
}

const headersOf = (headers: Readonly<Record<string, string>>): Header[] =>
  Object.entries(headers).map(([name, value]) => ({ name, value }))

const headerIn = (headers: Readonly<Record<string, string>>, name: string) =>
  Object.entries(headers).find(([one]) => one.toLowerCase() === name)?.[1] ?? ''
