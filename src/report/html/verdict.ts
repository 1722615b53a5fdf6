import { html } from 'hono/html'
import type { Verdict } from '../../outcome/outcome.ts'
import type { Html } from './page.ts'

/** Verdicts in the order in which people ask for them. */
export const verdictOrder = [
  'fail',
  'blocked',
  'warn',
  'pass',
  'skip',
  'observed',
] as const satisfies readonly Verdict[]

/** A verdict; the style puts its sign before it. */
export function badge(verdict: Verdict): Html {
  return html`<b class="v ${verdict}">${verdict}</b>`
}
