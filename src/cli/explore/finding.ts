import type { Discovery } from '../../../suites/explore/discovery.ts'
import { levelOf, sources } from '../../../suites/explore/rules.ts'
import { inWords } from '../../../suites/explore/words.ts'
import { isBinding, requirements } from '../../catalogue/index.ts'
import type { SpecVersion } from '../../catalogue/types.ts'
import type { Leftover } from '../../outcome/outcome.ts'
import { leftoverHeading, leftoverLines } from '../../text/left-behind.ts'
import { oneLine } from '../../text/safe.ts'
import { numberedSteps } from '../../text/steps.ts'

/** Whether a difference from the model says that a registry does not conform: what was seen once and never again does not. */
export function fails({ disagreement: { rule }, cameBack }: Discovery, spec: SpecVersion, strict: boolean): boolean {
  const level = levelOf(rule, spec)
  return level !== undefined && (strict || (isBinding(level) && cameBack.times > 0))
}

/** Characters of a step or a value in a line: what a target responds may be long, and a file hold any name. */
const maxLine = 1000

/** A difference from the model in words: what is wrong, the requirement that it breaks, and the steps that show it. */
export function discoveryText(found: Discovery, spec: SpecVersion, strict: boolean): string {
  const { rule, repository, resource, expected, actual } = found.disagreement
  const { requirement, says } = sources[rule]
  const word = fails(found, spec, strict) ? 'FAIL' : 'WARN'
  const level = levelOf(rule, spec) ?? 'not in this version'
  const lines = [
    `${word}  ${rule}: ${says}`,
    `      ${level}, ${requirements[requirement]?.heading}: ${requirements[requirement]?.says}`,
    ...numberedSteps(inWords(found.history)).map((line) => `      ${line}`),
    `      Then ${resource} in ${repository}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`,
    ...cameBackText(found),
  ]
  return `${lines.map((line) => oneLine(line, maxLine)).join('\n')}\n`
}

/** What could not be removed again, under a heading; empty: nothing is left. */
export function leftBehindText(leftovers: readonly Leftover[]): string {
  if (leftovers.length === 0) return ''
  const lines = leftoverLines(leftovers).map((line) => `  ${oneLine(line)}`)
  return `${[leftoverHeading(leftovers), ...lines].join('\n')}\n`
}

/** How often a difference came back; nothing where it always does so in a single client's steps. */
function cameBackText({ cameBack: { times, of } }: Discovery): readonly string[] {
  if (times === 0) return ['      It did not come back when these steps were taken again.']
  return of > 1 ? [`      It came back in ${times} of ${of} rounds.`] : []
}
