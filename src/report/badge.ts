import { type Outcome, totalsOf } from '../outcome/outcome.ts'
import { count } from '../text/count.ts'
import { type Conclusion, conclude, expectedOf, findingsOf } from './conclusion.ts'

interface Badge {
  readonly label: string
  readonly message: string
  readonly color: string
}

const colors: Readonly<Record<Conclusion['kind'], string>> = {
  conforms: '#1a7f37',
  expected: '#b35900',
  fails: '#c62828',
  unjudged: '#6e7681',
}

function badgeOf(outcome: Outcome): Badge {
  const { kind } = conclude(outcome)
  const findings = findingsOf(outcome).length
  const { pass } = totalsOf(outcome.checks)
  const messages: Readonly<Record<Conclusion['kind'], string>> = {
    conforms: `conforms, ${pass} passed`,
    expected: `${count(expectedOf(outcome).length, 'known failure')}, ${pass} passed`,
    fails: findings === 0 ? `not as expected, ${pass} passed` : `${count(findings, 'finding')}, ${pass} passed`,
    unjudged: 'not judged',
  }
  return { label: `OCI distribution ${outcome.spec}`, message: messages[kind], color: colors[kind] }
}

/** The verdict as a badge for a README. Nothing that a target responded is in it. */
export function badge(outcome: Outcome): string {
  const { label, message, color } = badgeOf(outcome)
  const [left, right] = [widthOf(label), widthOf(message)]
  const width = left + right
  const text = `${label}: ${message}`
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${text}">`,
    `<title>${text}</title>`,
    `<clipPath id="round"><rect width="${width}" height="20" rx="3"/></clipPath>`,
    `<g clip-path="url(#round)"><rect width="${left}" height="20" fill="#444"/><rect x="${left}" width="${right}" height="20" fill="${color}"/></g>`,
    '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">',
    `<text x="${left / 2}" y="14" textLength="${left - 12}">${label}</text>`,
    `<text x="${left + right / 2}" y="14" textLength="${right - 12}">${message}</text>`,
    '</g></svg>',
  ].join('\n')}\n`
}

/** The same for the endpoint badge of shields.io, which draws it. */
export function shields(outcome: Outcome): string {
  return `${JSON.stringify({ schemaVersion: 1, ...badgeOf(outcome) }, null, 2)}\n`
}

/** About as wide as the text is in this font, with room at both ends. */
function widthOf(text: string): number {
  return Math.round(text.length * 6.6) + 12
}
