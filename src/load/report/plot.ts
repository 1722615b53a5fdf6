import type { LoadResult } from '../result.ts'
import { growthText, titles } from '../words.ts'

/** Colours that people who see fewer of them can tell apart, on white and on black. */
const colors = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'] as const

export interface Line {
  readonly name: string
  readonly color: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

/** A plot with logarithmic axes, on which a power is a straight line. */
export interface Plot {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly lines: readonly Line[]
}

/** Where the axes are. */
export interface Frame {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** What an operation costs by the number of referrers, and how many are done in a second by the number at once. */
export function plotsOf({ growth, atOnce }: LoadResult): { readonly cost: Plot; readonly atOnce: Plot } {
  const operations = [...new Set(atOnce.map(({ operation }) => operation))]
  return {
    cost: {
      title: 'Median of one request',
      x: 'referrers',
      y: 'ms',
      lines: growth.map(({ operation, points, growth: how }, at) => ({
        name: `${titles[operation]}: ${growthText(operation, how)}`,
        color: colors[at % colors.length]!,
        points: points.map(({ n, p50 }) => [n, p50]),
      })),
    },
    atOnce: {
      title: 'Requests done',
      x: 'requests at once',
      y: 'in a second',
      lines: operations.map((operation, at) => ({
        name: titles[operation],
        color: colors[at % colors.length]!,
        points: atOnce.filter((one) => one.operation === operation).map((one) => [one.atOnce, one.perSecond]),
      })),
    },
  }
}

/** A plot as elements of an SVG, without its legend; empty where it has no points. */
export function drawn({ title, x, y, lines }: Plot, frame: Frame): string {
  const all = lines.flatMap(({ points }) => points).filter(([, value]) => value > 0)
  if (all.length === 0) return ''
  const across = scale(
    all.map(([value]) => value),
    frame.width,
  )
  const up = scale(
    all.map(([, value]) => value),
    frame.height,
  )
  const right = frame.left + frame.width
  const bottom = frame.top + frame.height
  const at = (value: number) => n(frame.left + across.at(value))
  const high = (value: number) => n(bottom - up.at(value))
  const grid = [
    ...across.ticks.map(
      (tick) =>
        `<line class="grid" x1="${at(tick)}" x2="${at(tick)}" y1="${frame.top}" y2="${bottom}"/><text x="${at(tick)}" y="${bottom + 16}" text-anchor="middle">${tick}</text>`,
    ),
    ...up.ticks.map((tick) => {
      const height = high(tick)
      return `<line class="grid" x1="${frame.left}" x2="${right}" y1="${height}" y2="${height}"/><text x="${frame.left - 6}" y="${height}" dy="4" text-anchor="end">${tick}</text>`
    }),
  ]
  const curves = lines.map(({ color, points }) => {
    const shown = points.filter(([, value]) => value > 0)
    return [
      `<polyline points="${shown.map(([px, py]) => `${at(px)},${high(py)}`).join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>`,
      ...shown.map(([px, py]) => `<circle cx="${at(px)}" cy="${high(py)}" r="3" fill="${color}"/>`),
    ].join('\n')
  })
  return [
    `<text x="${frame.left}" y="${frame.top - 8}">${escaped(title)} (${escaped(y)})</text>`,
    ...grid,
    `<text x="${n(frame.left + frame.width / 2)}" y="${bottom + 32}" text-anchor="middle">${escaped(x)}</text>`,
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

/** Text of an SVG. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
