import { profileNames } from '../catalogue/profiles.ts'
import type { CheckOutcome, Outcome } from '../outcome/outcome.ts'
import { count } from '../text/count.ts'
import { oneLine } from '../text/safe.ts'
import { curlOf, type FindingText, findingText, textOf } from './finding.ts'

/** What a run says about its target, in one line. */
export interface Conclusion {
  /** expected: it does not conform, and nothing fails but what is known to. */
  readonly kind: 'conforms' | 'expected' | 'fails' | 'unjudged'
  readonly text: string
}

/** True for what must not pass in a pipeline: a warning only where `--strict` asked for that, no known failure. */
export function isRed(check: CheckOutcome, outcome: Outcome): boolean {
  return check.expected === undefined && isBad(check, outcome)
}

/** Red checks that are known to fail. */
export function expectedOf(outcome: Outcome): CheckOutcome[] {
  return outcome.checks.filter((check) => check.expected !== undefined && isBad(check, outcome))
}

function isBad(check: CheckOutcome, outcome: Outcome): boolean {
  if (check.verdict === 'warn') return outcome.options.strict
  return check.verdict === 'fail' || check.verdict === 'blocked'
}

/**
 * The causes of red checks: the outcome's findings without those that only warn. A failing check that no finding
 * tells of becomes one of its own, so that nothing red is ever left out.
 */
export function findingsOf(outcome: Outcome): FindingText[] {
  const checks = new Map(outcome.checks.map((check) => [check.id, check]))
  const inFindings = new Set<string>()
  const findings = outcome.findings.filter((finding) => {
    const check = checks.get(finding.id)
    return check === undefined || isRed(check, outcome)
  })
  for (const { id, also } of findings) for (const one of [id, ...also]) inFindings.add(one)
  const others = outcome.checks.filter(
    (check) => check.verdict !== 'blocked' && isRed(check, outcome) && !inFindings.has(check.id),
  )
  return [
    ...findings.map((finding) => findingText(finding, outcome)),
    ...others.map((check) => findingFrom(check, outcome)),
  ]
}

function findingFrom(check: CheckOutcome, outcome: Outcome): FindingText {
  const command = curlOf(check, outcome)
  return {
    id: check.id,
    level: check.level,
    ...textOf(check),
    replay: [check.id],
    ...(command !== undefined && { curl: command }),
    also: [],
    blocks: [],
  }
}

/** Checks that warn and are not red. */
export function warningsOf(outcome: Outcome): CheckOutcome[] {
  return outcome.checks.filter((check) => check.verdict === 'warn' && !isBad(check, outcome))
}

/**
 * Judges the whole run. A run that stopped early, or in which nothing was judged, is never a pass.
 * @example if (conclude(outcome).kind === 'fails') process.exitCode = 1
 */
export function conclude(outcome: Outcome): Conclusion {
  const { stopped, checks, options, spec, profiles, shard } = outcome
  const findings = findingsOf(outcome).length
  if (stopped) {
    const until = findings > 0 ? ` (${count(findings, 'finding')} until then)` : ''
    return { kind: 'unjudged', text: `could not be judged: ${oneLine(stopped.message || stopped.reason)}${until}` }
  }
  const unmet = unmetText(outcome)
  if (findings > 0)
    return { kind: 'fails', text: `does not conform: ${count(findings, 'finding')}${unmet && `, ${unmet}`}` }
  if (unmet !== '') return { kind: 'fails', text: `does not come out as expected: ${unmet}` }
  // What blocks a check may be judged by another part.
  const own = new Set(['run', 'target', ...checks.map(({ id }) => id)])
  const isElsewhere = ({ blockedBy }: CheckOutcome) => shard && blockedBy !== undefined && !own.has(blockedBy)
  const blocked = checks.filter((one) => one.verdict === 'blocked' && isRed(one, outcome) && !isElsewhere(one)).length
  if (blocked > 0) {
    return { kind: 'unjudged', text: `could not be judged: ${count(blocked, 'check')} blocked, with no cause found` }
  }
  const passed = checks.filter(({ verdict }) => verdict === 'pass').length
  const warnings = warningsOf(outcome).length
  const expected = expectedOf(outcome)
  if (expected.length > 0) {
    const behind = expected.filter(({ verdict }) => verdict === 'blocked').length
    const known = [
      count(expected.length - behind, 'known failure'),
      ...(behind > 0 ? [`${count(behind, 'check')} blocked`] : []),
      `${count(passed, 'check')} passed`,
    ]
    return { kind: 'expected', text: `does not conform, as expected: ${known.join(', ')}` }
  }
  if (passed + warnings === 0 && shard)
    return { kind: 'conforms', text: `part ${shard.index} of ${shard.count} has no check that applies to this target` }
  if (passed + warnings === 0) return { kind: 'unjudged', text: 'could not be judged: no check applied to this target' }
  const selected = shard
    ? `, as far as part ${shard.index} of ${shard.count} tells`
    : options.only.length > 0 || options.skip.length > 0
      ? ', as far as the selected checks tell'
      : ''
  // What was not claimed, or could not be seen without writing, was not judged.
  const part = options.profiles.length < profileNames.length || options.readOnly
  const claimed = part ? ` (${profiles.map(({ name }) => name).join(', ')})` : ''
  const counts = [`${count(passed, 'check')} passed`, ...(warnings > 0 ? [count(warnings, 'warning')] : [])]
  return { kind: 'conforms', text: `conforms to ${specName(spec)}${claimed}${selected}: ${counts.join(', ')}` }
}

function unmetText({ expectations = [] }: Outcome): string {
  const { length } = expectations
  return length === 0 ? '' : `${count(length, 'expectation')} ${length === 1 ? 'does' : 'do'} not hold`
}

/** "OCI Distribution Specification 1.1.1" */
export function specName(spec: Outcome['spec']): string {
  return `OCI Distribution Specification ${spec === 'main' ? '(main)' : spec}`
}
