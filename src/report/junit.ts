import library, { type Builder, type TestCase } from 'junit-report-builder'
import { areaOf, type CheckOutcome, type Outcome } from '../outcome/outcome.ts'
import { block, oneLine } from '../text/safe.ts'
import { showCommand } from './command-line.ts'
import { conclude, expectedOf, isRed } from './conclusion.ts'
import { expectedText, unmetText } from './expectations.ts'
import { curlOf, textOf } from './finding.ts'
import { byArea } from './group.ts'
import { addTexts } from './junit-case.ts'
import { looksLikeText } from './looks-like.ts'
import { noteText } from './notes.ts'
import { partsOf, scoreText } from './profiles.ts'

// The package's types promise a `default` that its CommonJS module, which is the builder itself, does not have.
const junitReportBuilder = library as unknown as Builder

/**
 * The outcome as JUnit XML: a test suite for each area, a test case for each check, named by its id. Failing and
 * blocked checks are failures. Warnings pass and are told in `system-out` and in a property `warning.<id>` of the
 * suite, for the schemas of CI tools know no properties of test cases. Known failures are skipped; expectations that do
 * not hold are failures of a suite `expectations`. A run that was stopped, or that judged nothing,
 * has a suite `run` with an error.
 */
export function junit(outcome: Outcome): string {
  const builder = junitReportBuilder.newBuilder().name('oci-referee')
  for (const [area, checks] of byArea(outcome.checks)) addArea(area, checks)
  addUnmet()
  const { kind, text } = conclude(outcome)
  if (kind === 'unjudged') {
    const suite = newSuite('run', outcome.durationMs)
    const testCase = suite.testCase().name('run/complete').className('oci-referee.run').time(0)
    testCase.error(text, outcome.stopped?.reason ?? 'nothing-judged')
    addTexts(testCase, { body: block(outcome.stopped?.message ?? text) })
  }
  // The builder counts skipped cases on the root too, where the schemas of CI tools have no such attribute.
  return `${builder.build().replace(/^(<testsuites\b[^>]*?) skipped="\d+"/m, '$1')}\n`

  function newSuite(name: string, durationMs: number) {
    const suite = builder.testSuite().name(name).time(seconds(durationMs)).timestamp(outcome.started.slice(0, 19))
    for (const [key, value] of propertiesOf(outcome)) suite.property(oneLine(key), oneLine(value))
    return suite
  }

  function addUnmet(): void {
    const { expectations = [] } = outcome
    if (expectations.length === 0) return
    const suite = newSuite('expectations', 0)
    for (const one of expectations) {
      const testCase = suite.testCase().name(oneLine(one.id)).className('oci-referee.expectations').time(0)
      testCase.failure(oneLine(unmetText(one)), one.problem)
    }
  }

  function addArea(area: string, checks: readonly CheckOutcome[]): void {
    const suite = newSuite(
      area,
      checks.reduce((sum, { durationMs }) => sum + durationMs, 0),
    )
    for (const check of checks) {
      if (check.verdict === 'warn') suite.property(`warning.${check.id}`, oneLine(causeOf(check, outcome)))
      fill(suite.testCase(), check, outcome)
    }
  }
}

function fill(testCase: TestCase, check: CheckOutcome, outcome: Outcome): void {
  const { id, verdict, durationMs, reason } = check
  testCase
    .name(oneLine(id))
    .className(`oci-referee.${oneLine(areaOf(id))}`)
    .time(seconds(durationMs))
  const output = outputOf(check, outcome)
  if (check.expected && expectedOf({ ...outcome, checks: [check] }).length > 0) {
    // Tools know no failure that is fine: it is not judged here, and told all the same.
    testCase.skipped()
    addTexts(testCase, {
      skipped: oneLine(`expected to fail: ${expectedText(check.expected)}`),
      output: bodyOf(check, outcome),
    })
  } else if (verdict === 'skip') {
    testCase.skipped()
    addTexts(testCase, { skipped: oneLine(reason ?? 'does not apply'), output })
  } else if (isRed(check, outcome)) {
    testCase.failure(messageOf(check, outcome), verdict === 'blocked' ? 'blocked' : (check.level ?? 'fail'))
    addTexts(testCase, { body: bodyOf(check, outcome), output })
  } else {
    addTexts(testCase, { output })
  }
}

function messageOf(check: CheckOutcome, outcome: Outcome): string {
  if (check.verdict !== 'blocked') return oneLine(causeOf(check, outcome))
  return `blocked by ${oneLine(check.blockedBy ?? 'an earlier step')}: ${oneLine(check.reason ?? causeOf(check, outcome))}`
}

/** What is wrong, in one line; for a blocked check, what is wrong with the one that blocks it. */
function causeOf(check: CheckOutcome, { checks }: Outcome): string {
  const blocker = check.blockedBy === undefined ? undefined : checks.find(({ id }) => id === check.blockedBy)
  if (blocker?.violation) return textOf(blocker).summary
  return textOf(check).summary || check.id
}

function bodyOf(check: CheckOutcome, outcome: Outcome): string {
  const { violation, level, requirement, heading, title, verdict } = check
  const { expected, actual, steps } = textOf(check)
  const [first, ...others] = expected
  const script = scriptFor(check, outcome)
  const command = script === undefined ? curlOf(check, outcome) : undefined
  const finding = outcome.findings.find(({ id, also }) => id === check.id || also.includes(check.id))
  const like = finding && looksLikeText(finding)
  return [
    oneLine(causeOf(check, outcome)),
    '',
    `check:       ${oneLine(title)}`,
    ...(verdict === 'blocked' ? [`blocked by:  ${oneLine(check.blockedBy ?? 'an earlier step')}`] : []),
    ...(steps.length > 0 ? ['after:', ...steps.map((line) => `  ${block(line)}`)] : []),
    ...(first === undefined
      ? []
      : [`expected:    ${block(first)}`, ...others.map((other) => `      or:    ${block(other)}`)]),
    ...(violation ? [`actual:      ${block(actual)}`] : []),
    ...(like === undefined ? [] : [`looks like:  ${oneLine(like)}`]),
    `requirement: ${oneLine(requirement)}${level ? ` (${level})` : ''}`,
    `heading:     ${oneLine(heading)}`,
    ...(script === undefined ? [] : ['', `see ${script}`]),
    ...(command === undefined ? [] : ['', showCommand(command)]),
  ].join('\n')
}

/** The script of the finding that a check belongs to. */
function scriptFor({ id }: CheckOutcome, { findings }: Outcome): string | undefined {
  return findings.find((finding) => finding.id === id || finding.also.includes(id) || finding.blocks.includes(id))
    ?.script
}

function outputOf(check: CheckOutcome, outcome: Outcome): string {
  const lines = check.notes.map((note) => oneLine(noteText(note)))
  if (check.verdict === 'warn' && !isRed(check, outcome)) lines.unshift(`WARN ${bodyOf(check, outcome)}`)
  if (check.verdict === 'observed') lines.unshift(`OBSERVED ${oneLine(check.reason ?? 'nothing')}`)
  return lines.join('\n')
}

function propertiesOf(outcome: Outcome): [string, string][] {
  const { tool, spec, target, seed, options, stopped, requests, features, profiles } = outcome
  return [
    ['tool', `${tool.name} ${tool.version}`],
    ['spec', spec],
    ['target', target.url],
    ...(target.server === undefined ? [] : [['server', target.server] as [string, string]]),
    ['repository', target.repository],
    ['alternateRepository', target.alternateRepository],
    ['seed', seed],
    ['strict', String(options.strict)],
    ['requests', String(requests)],
    ...(options.readOnly ? [['readOnly', 'true'] as [string, string]] : []),
    ...(options.existing.length > 0 ? [['existing', options.existing.join(',')] as [string, string]] : []),
    ...features.map(({ name, state, how }): [string, string] => [`feature.${name}`, `${state}: ${how}`]),
    ...profiles.flatMap((profile) =>
      partsOf(profile).map(([part, score]): [string, string] => [`profile.${profile.name}.${part}`, scoreText(score)]),
    ),
    ...(stopped ? [['stopped', `${stopped.reason}: ${stopped.message}`] as [string, string]] : []),
  ]
}

/** To the millisecond: schemas allow no more digits. */
function seconds(ms: number): number {
  return Math.round(ms) / 1000
}
