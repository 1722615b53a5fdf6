import { stringify } from 'yaml'
import type { CheckOutcome, Outcome } from '../../outcome/outcome.ts'
import { oneLine } from '../../text/safe.ts'
import { isRed } from '../conclusion.ts'
import { apis, data } from './vocabulary.ts'

/** How the official suite says what came of an API. */
type Status = 'Pass' | 'Fail' | 'Skip' | 'Disabled'

/** Which texts its settings know. */
const versions: Readonly<Record<Outcome['spec'], string>> = {
  '1.0': '1.0',
  '1.1.0': '1.1',
  '1.1.1': '1.1',
  main: 'dev',
}

/**
 * The outcome in the form of the official suite's results.yaml, so far as its words can say it. Its first line says who
 * wrote it: these are no results of that suite.
 */
export function officialResults(outcome: Outcome): string {
  const { tool, target, spec } = outcome
  // An outcome may come from anywhere.
  const url = URL.canParse(target.url) ? new URL(target.url) : { host: target.url, protocol: 'http:' }
  const document = {
    config: {
      registry: oneLine(url.host),
      tls: url.protocol === 'https:' ? 'enabled' : 'disabled',
      repo1: oneLine(target.repository),
      repo2: oneLine(target.alternateRepository),
      username: '',
      password: '',
      version: versions[spec],
      commit: `${tool.name} ${tool.version}`,
    },
    apis: statuses(apis, outcome),
    data: statuses(data, outcome),
  }
  return `# Written by ${tool.name} ${tool.version}, not by the official suite.\n${stringify(document)}`
}

function statuses(
  vocabulary: Readonly<Record<string, readonly string[]>>,
  outcome: Outcome,
): Readonly<Record<string, Status>> {
  return Object.fromEntries(
    Object.entries(vocabulary).map(([name, patterns]) => {
      const matches = patterns.map((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`))
      return [
        name,
        statusOf(
          outcome.checks.filter(({ id }) => matches.some((one) => one.test(id))),
          outcome,
        ),
      ]
    }),
  )
}

function statusOf(checks: readonly CheckOutcome[], outcome: Outcome): Status {
  if (checks.some((check) => isRed(check, outcome))) return 'Fail'
  if (checks.some(({ verdict }) => verdict === 'pass' || verdict === 'warn')) return 'Pass'
  return checks.length > 0 && checks.every(({ skipped }) => skipped === 'declined') ? 'Disabled' : 'Skip'
}
