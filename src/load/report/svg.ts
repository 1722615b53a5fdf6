import type { LoadResult } from '../result.ts'
import { growthText, titles } from '../words.ts'

/** Colours that people who see fewer of them can tell apart, on white and on black. */
const colors = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'] as const

const plot = { left: 60, top: 50, width: 420, height: 260 } as const
const page = { width: 1120, height: 460 } as const

interface Line {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

interface Plot {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly lines: readonly Line[]
}

/**
 * Two plots side by side, both with logarithmic axes, on which a power is a straight line: what an operation costs by
 * the number of referrers, and how many are done in a second by the number at once.
 */
export function loadSvg({ target, growth, atOnce }: LoadResult): string {
  const ofSize: Plot = {
    title: 'Cost of one request (p50)',
    x: 'referrers',
    y: 'ms',
    lines: growth.map(({ operation, points, growth: how }) => ({
      name: `${titles[operation]}: ${growthText(operation, how)}`,
      points: points.map(({ n, p50 }) => [n, p50]),
    })),
  }
  const operations = [...new Set(atOnce.map(({ operation }) => operation))]
  const ofRequests: Plot = {
    title: 'Requests done in a second',
    x: 'requests at once',
    y: 'a second',
    lines: operations.map((operation) => ({
      name: titles[operation],
      points: atOnce.filter((one) => one.operation === operation).map((one) => [one.atOnce, one.perSecond]),
    })),
  }
  const name = escaped(`Load of ${target.url}`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${page.width} ${page.height}" role="img" aria-labelledby="title">`,
    `<title id="title">${name}</title>`,
    '<style>text{font:11px system-ui,sans-serif;fill:#222}.axis{stroke:#888}.grid{stroke:#ddd}rect.page{fill:#fff}',
    '@media(prefers-color-scheme:dark){text{fill:#ddd}.grid{stroke:#444}rect.page{fill:#111}}</style>',
    `<rect class="page" width="${page.width}" height="${page.height}"/>`,
    `<text x="20" y="24" font-weight="bold">${name}</text>`,
    drawn(ofSize, 0),
    drawn(ofRequests, page.width / 2),
    '</svg>',
    '',
  ].join('\n')
}

function drawn({ title, x, y, lines }: Plot, shift: number): string {
  const all = lines.flatMap(({ points }) => points).filter(([, value]) => value > 0)
  if (all.length === 0) return ''
  const across = scale(
    all.map(([value]) => value),
    plot.width,
  )
  const up = scale(
    all.map(([, value]) => value),
    plot.height,
  )
  const at = (value: number) => shift + plot.left + across.at(value)
  const high = (value: number) => plot.top + plot.height - up.at(value)
  const bottom = plot.top + plot.height
  const grid = [
    ...across.ticks.map(
      (tick) =>
        `<line class="grid" x1="${n(at(tick))}" x2="${n(at(tick))}" y1="${plot.top}" y2="${bottom}"/><text x="${n(at(tick))}" y="${bottom + 16}" text-anchor="middle">${tick}</text>`,
    ),
    ...up.ticks.map(
      (tick) =>
        `<line class="grid" x1="${shift + plot.left}" x2="${shift + plot.left + plot.width}" y1="${n(high(tick))}" y2="${n(high(tick))}"/><text x="${shift + plot.left - 6}" y="${n(high(tick) + 4)}" text-anchor="end">${tick}</text>`,
    ),
  ]
  const curves = lines.map(({ name, points }, index) => {
    const color = colors[index % colors.length]
    const seen = points.filter(([, value]) => value > 0)
    const path = seen.map(([px, py]) => `${n(at(px))},${n(high(py))}`).join(' ')
    const legend = bottom + 50 + index * 16
    return [
      `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"/>`,
      ...seen.map(([px, py]) => `<circle cx="${n(at(px))}" cy="${n(high(py))}" r="3" fill="${color}"/>`),
      `<rect x="${shift + 20}" y="${legend - 9}" width="10" height="10" fill="${color}"/>`,
      `<text x="${shift + 36}" y="${legend}">${escaped(name)}</text>`,
    ].join('\n')
  })
  return [
    `<text x="${shift + plot.left}" y="${plot.top - 8}">${escaped(title)} (${escaped(y)})</text>`,
    ...grid,
    `<text x="${shift + plot.left + plot.width / 2}" y="${bottom + 32}" text-anchor="middle">${escaped(x)}</text>`,
    ...curves,
  ].join('\n')
}

/** A logarithmic axis from the power of ten below all values to the one above. */
function scale(values: readonly number[], length: number) {
  const low = Math.floor(Math.log10(Math.min(...values)))
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))
  const ticks = Array.from({ length: high - low + 1 }, (_, at) => Number(`1e${low + at}`))
  return { ticks, at: (value: number) => ((Math.log10(value) - low) / (high - low)) * length }
}

function n(value: number): string {
  return value.toFixed(1)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
