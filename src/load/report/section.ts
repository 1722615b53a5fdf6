import { html, raw } from 'hono/html'
import type { Html } from '../../report/html/page.ts'
import { count } from '../../text/count.ts'
import { oneLine } from '../../text/safe.ts'
import type { AtOnce, LoadResult, Series } from '../result.ts'
import { growthText, titles } from '../words.ts'
import { drawn, type Frame, type Line, type Plot, plotsOf } from './plot.ts'

const frame: Frame = { left: 56, top: 28, width: 350, height: 200 }

/**
 * What a load run found as a part of a page: plots, and the numbers that they show as tables.
 * @param about what the page itself does not say of the run
 */
export function growthSection(result: LoadResult, about: Html | '' = ''): Html {
  const { growth, atOnce, notes, stopped } = result
  const { cost, atOnce: speed } = plotsOf(result)
  const sizes = sorted(growth.flatMap(({ points }) => points.map(({ n }) => n)))
  const levels = sorted(atOnce.map((one) => one.atOnce))
  return html`<section id="growth"><h2>Growth</h2>
${about}
${
  growth.length === 0
    ? ''
    : html`<h3>What one request costs as the list of referrers grows</h3>
${figure(cost)}
<div class="wide" role="region" tabindex="0" aria-label="Cost by the number of referrers"><table><caption>Median, and what 19 of 20 took no longer than, in milliseconds, by the number of referrers</caption>
<thead><tr><th scope="col">Request</th><th scope="col">Growth</th>${sizes.map((size) => html`<th scope="col">${size}</th>`)}</tr></thead>
<tbody>${growth.map((series, at) => growthRow(series, sizes, cost.lines[at]!))}</tbody></table></div>`
}
${
  atOnce.length === 0
    ? ''
    : html`<h3>Many requests at once</h3>
${figure(speed)}
<div class="wide" role="region" tabindex="0" aria-label="Speed by the number of requests at once"><table><caption>Done in a second, by the number of requests at once</caption>
<thead><tr><th scope="col">Request</th>${levels.map((level) => html`<th scope="col">${level}</th>`)}<th scope="col">Failed</th></tr></thead>
<tbody>${speed.lines.map((line) =>
        speedRow(
          line,
          atOnce.filter(({ operation }) => titles[operation] === line.name),
          levels,
        ),
      )}</tbody></table></div>`
}
${notes.length === 0 ? '' : html`<ul>${notes.map((note) => html`<li>${oneLine(note, 500)}</li>`)}</ul>`}
${stopped === undefined ? '' : html`<p>${stopped === 'time' ? 'The time was over before all was measured.' : 'It was interrupted.'}</p>`}
</section>`
}

function figure(plot: Plot): Html | '' {
  const picture = drawn(plot, frame)
  if (picture === '') return ''
  const name = `${plot.title}, ${plot.y}, by ${plot.x}. The table below has its numbers.`
  return html`<svg class="plot" viewBox="0 0 420 268" role="img" aria-label="${name}">${raw(picture)}</svg>`
}

function growthRow({ operation, points, growth }: Series, sizes: readonly number[], line: Line): Html {
  const bySize = new Map(points.map((point) => [point.n, point]))
  return html`<tr><th scope="row">${swatch(line)} ${titles[operation]}</th><td>${growthText(operation, growth)}</td>${sizes.map(
    (size) => {
      const point = bySize.get(size)
      return html`<td>${point === undefined ? '' : html`${ms(point.p50)} <small>${ms(point.p95)}</small>`}</td>`
    },
  )}</tr>
`
}

function speedRow(line: Line, all: readonly AtOnce[], levels: readonly number[]): Html {
  const byLevel = new Map(all.map((one) => [one.atOnce, one]))
  const failed = all.reduce((sum, one) => sum + one.failed, 0)
  return html`<tr><th scope="row">${swatch(line)} ${line.name}</th>${levels.map(
    (level) => html`<td>${byLevel.get(level)?.perSecond.toFixed(0) ?? ''}</td>`,
  )}<td>${failed === 0 ? '' : html`<span class="no">${count(failed, 'request')}</span>`}</td></tr>
`
}

/** The colour of a line, for those who see it. */
function swatch({ color }: Line): Html {
  return html`<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" fill="${color}"/></svg>`
}

function sorted(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b)
}

function ms(value: number): string {
  return value < 100 ? value.toFixed(1) : value.toFixed(0)
}
