import { html } from 'hono/html'
import type { BodyRecord, Exchange } from '../../outcome/exchange.ts'
import { indented } from '../../text/indent.ts'
import { block, oneLine } from '../../text/safe.ts'
import { eventText } from '../notes.ts'
import type { Html } from './page.ts'

const maxLines = 24
const maxCharacters = 1200

/** A request and its response, side by side, as far as they are recorded. */
export function exchangeHtml({ method, url, request, response, error, events, ms }: Exchange): Html {
  const came = response
    ? `${headText(`HTTP ${response.status}`, response.headers)}${bodyText(response.body)}`
    : `no complete response: ${oneLine(error ?? 'nothing is recorded')}`
  const sent = `${headText(`${method} ${url}`, request.headers)}${bodyText(request.body)}`
  return html`<div class="sides"><div><h4>Request</h4>${text('Request', sent)}</div><div><h4>Response, after ${ms.toFixed(0)} ms</h4>${text('Response', came)}</div></div>${
    events.length === 0 ? '' : html`<p>On the way: ${events.map((event) => oneLine(eventText(event))).join('; ')}</p>`
  }`
}

/** What is longer than a screen scrolls in its own place, also by keys. */
function text(name: string, shown: string): Html {
  return shown.split('\n').length > maxLines || shown.length > maxCharacters
    ? html`<pre class="long" role="group" aria-label="${name}" tabindex="0">${shown}</pre>`
    : html`<pre>${shown}</pre>`
}

function headText(first: string, headers: Readonly<Record<string, string>>): string {
  return [first, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)]
    .map((line) => oneLine(line, 1000))
    .join('\n')
}

function bodyText(body: BodyRecord | undefined): string {
  if (body === undefined || body.bytes === 0) return ''
  if (body.text === undefined) return `\n\n(${body.bytes} bytes that are no text)`
  return `\n\n${block(indented(body.text), 3000)}${body.cut ? `\n(the beginning of ${body.bytes} bytes)` : ''}`
}
