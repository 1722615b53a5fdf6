import { html } from 'hono/html'
import type { Outcome } from '../../outcome/outcome.ts'
import { conclude } from '../conclusion.ts'
import type { RenderContext } from '../format.ts'
import { changesSection } from './changes.ts'
import { checksSection } from './checks.ts'
import { clientScript } from './client-script.ts'
import { expectationsSection } from './expectations.ts'
import { findingsSection, warningsSection } from './finding.ts'
import { latencySection } from './latency.ts'
import { observationsSection } from './observations.ts'
import { type Html, pageHtml } from './page.ts'
import { requirementsSection } from './requirements.ts'
import { style } from './style.ts'
import { aboutSection, filters, header, profilesSection } from './summary.ts'

/**
 * The outcome as one page for people, findings first. It stands alone: nothing is loaded, and all that came from the
 * target is shown as text.
 * @example await writeFile('report.html', await htmlReport(outcome, { previous: yesterday }))
 */
export async function htmlReport(outcome: Outcome, { previous, growth = '' }: RenderContext = {}): Promise<string> {
  const exchanges = new Map(outcome.exchanges.map((exchange) => [exchange.id, exchange]))
  const sections: readonly (readonly [id: string, name: string, content: Html | ''])[] = [
    ['findings', 'Findings', findingsSection(outcome, exchanges)],
    ['expectations', 'Expected failures', expectationsSection(outcome)],
    ['changes', 'Since the last run', changesSection(outcome, previous)],
    ['warnings', 'Warnings', warningsSection(outcome, exchanges)],
    ['profiles', 'Profiles', profilesSection(outcome)],
    ['checks', 'Checks', checksSection(outcome)],
    ['requirements', 'Requirements', requirementsSection(outcome)],
    ['observations', 'Observations', observationsSection(outcome)],
    ['latency', 'Latency', latencySection(outcome)],
    ['growth', 'Growth', growth],
    ['about', 'About this run', aboutSection(outcome)],
  ]
  const shown = sections.filter(([, , content]) => content !== '')
  const body = html`<a class="skip" href="#findings">Skip to findings</a>
${header(outcome)}
<nav aria-label="Parts of this report"><ul>${shown.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main>
${filters(outcome)}
${shown.map(([, , content]) => content)}
</main>
<footer><p>Made by ${outcome.tool.name} ${outcome.tool.version} from its outcome document.</p></footer>`
  return pageHtml({
    title: `${outcome.target.url} ${conclude(outcome).text}`,
    style,
    script: clientScript(),
    body,
  })
}
