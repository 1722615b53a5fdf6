import type { LoadResult } from '../result.ts'
import { drawn, escaped, type Frame, type Plot, plotsOf } from './plot.ts'

const frame: Frame = { left: 60, top: 50, width: 420, height: 260 }
const page = { width: 1120, height: 460 } as const

/** Two plots side by side as a picture that stands alone. */
export function loadSvg(result: LoadResult): string {
  const { cost, atOnce } = plotsOf(result)
  const name = escaped(`Load of ${result.target.url}`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${page.width} ${page.height}" role="img" aria-labelledby="title">`,
    `<title id="title">${name}</title>`,
    '<style>text{font:11px system-ui,sans-serif;fill:#222}.grid{stroke:#ddd}rect.page{fill:#fff}',
    '@media(prefers-color-scheme:dark){text{fill:#ddd}.grid{stroke:#444}rect.page{fill:#111}}</style>',
    `<rect class="page" width="${page.width}" height="${page.height}"/>`,
    `<text x="20" y="24" font-weight="bold">${name}</text>`,
    withLegend(cost, 0),
    withLegend(atOnce, page.width / 2),
    '</svg>',
    '',
  ].join('\n')
}

function withLegend(plot: Plot, shift: number): string {
  const picture = drawn(plot, { ...frame, left: shift + frame.left })
  if (picture === '') return ''
  const legend = plot.lines.map(({ name, color }, at) => {
    const y = frame.top + frame.height + 50 + at * 16
    return `<rect x="${shift + 20}" y="${y - 9}" width="10" height="10" fill="${color}"/><text x="${shift + 36}" y="${y}">${escaped(name)}</text>`
  })
  return [picture, ...legend].join('\n')
}
