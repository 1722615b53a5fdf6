import { html } from 'hono/html'
import { pageHtml } from '../../report/html/page.ts'
import { style } from '../../report/html/style.ts'
import { count } from '../../text/count.ts'
import { oneLine } from '../../text/safe.ts'
import type { LoadResult } from '../result.ts'
import { growthSection } from './section.ts'

/** What a load run found as one page that stands alone, as the report of a judgement does. */
export function loadHtml(result: LoadResult): Promise<string> {
  const { tool, target, seed, started, durationMs, requests, referrers, leftovers } = result
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['Target', target.url],
    ['Repository', target.repository],
    ['When', `${timeOf(started)}, ${(durationMs / 1000).toFixed(1)} s, ${count(requests, 'request')}`],
    ['At the end', count(referrers, 'referrer')],
    ['Seed', seed],
    ...(leftovers.length === 0 ? [] : [['Left behind', `${leftovers.length} of what was pushed`] as const]),
  ]
  const title = `Load of ${target.url}`
  const body = html`<header><h1>${oneLine(title, 500)}</h1>
<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${oneLine(value, 500)}</dd></div>`)}</dl></header>
<main>${growthSection(result)}</main>
<footer><p>Measured by ${oneLine(tool.name)} ${oneLine(tool.version)}. Nothing here is judged.</p></footer>`
  return pageHtml({ title, style, body })
}

/** What a load run found as a part of the report of a judgement of the same registry. */
export function loadPart(result: LoadResult): ReturnType<typeof growthSection> {
  const { started, seed, requests, durationMs } = result
  return growthSection(
    result,
    html`<p>Measured by <code>oci-referee load</code> at ${timeOf(started)}, in a run of its own: ${count(requests, 'request')} in ${(durationMs / 1000).toFixed(1)} s, seed ${oneLine(seed)}. Nothing here is judged.</p>`,
  )
}

function timeOf(started: string): string {
  return oneLine(started.slice(0, 16).replace('T', ' '))
}
