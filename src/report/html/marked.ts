import { diffWordsWithSpace } from 'diff'
import { html } from 'hono/html'
import { block } from '../../text/safe.ts'
import type { Html } from './page.ts'

/** A stretch of a text, and whether the other text has it too. */
export interface Stretch {
  readonly text: string
  readonly differs: boolean
}

/** Texts that have less than this share in common are different as a whole: marks on every other word say nothing. */
const alike = 0.3
const maxEdits = 400

/**
 * What differs between two texts, word by word.
 * @example stretches('status 404', 'status 200') // [[{ text: 'status ', … }, { text: '404', differs: true }], …]
 */
export function stretches(expected: string, actual: string): readonly [expected: Stretch[], actual: Stretch[]] {
  const whole = [[{ text: expected, differs: true }], [{ text: actual, differs: true }]] as const
  const changes = diffWordsWithSpace(expected, actual, { maxEditLength: maxEdits })
  if (changes === undefined) return [[...whole[0]], [...whole[1]]]
  const common = changes
    .filter(({ added, removed }) => !added && !removed)
    .reduce((sum, { value }) => sum + value.trim().length, 0)
  if (common < alike * Math.min(expected.length, actual.length)) return [[...whole[0]], [...whole[1]]]
  const side = (other: 'added' | 'removed', own: 'added' | 'removed') =>
    joined(changes.filter((change) => !change[other]).map((change) => ({ text: change.value, differs: change[own] })))
  return [side('added', 'removed'), side('removed', 'added')]
}

/** Stretches that differ as one, where nothing but spaces parts them. */
function joined(side: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = []
  for (const [at, { text, differs }] of side.entries()) {
    const isGap = text.trim() === '' && at > 0 && side[at - 1]!.differs && side[at + 1]?.differs === true
    const last = result.at(-1)
    if (last?.differs && (differs || isGap)) result[result.length - 1] = { text: last.text + text, differs: true }
    else result.push({ text, differs })
  }
  return result
}

/** Expected and actual side by side: what differs is marked, in what came against the expectation that is nearest. */
export function sideBySide(expected: readonly string[], actual: string): Html {
  const texts = expected.map((text) => block(text, 2000))
  const came = block(actual, 2000)
  const pairs = texts.map((text) => stretches(text, came))
  const nearest = pairs.toSorted(([, a], [, b]) => differing(a) - differing(b))[0]
  return html`<div class="sides"><div><h4>Expected</h4>${pairs.map(
    ([side], at) => html`${at === 0 ? '' : html`<p class="or">or</p>`}<pre>${marked(side)}</pre>`,
  )}${pairs.length === 0 ? html`<p>not recorded</p>` : ''}</div><div><h4>Actual</h4><pre>${
    nearest === undefined ? came : marked(nearest[1])
  }</pre></div></div>`
}

const differing = (side: readonly Stretch[]) =>
  side.reduce((sum, { text, differs }) => sum + (differs ? text.length : 0), 0)

function marked(side: readonly Stretch[]): Html[] {
  return side.map(({ text, differs }) => (differs ? html`<mark>${text}</mark>` : html`${text}`))
}
