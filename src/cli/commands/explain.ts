import { checks, questionOf, questions, requirements } from '../../catalogue/index.ts'
import type { Requirement, Wording } from '../../catalogue/types.ts'
import { UsageError } from '../../run/errors.ts'
import { nearest } from '../nearest.ts'
import { print } from '../terminal.ts'

/** Says what a check, a requirement or a question is about. @throws UsageError for an id that nothing has */
export function explainCommand(id: string): void {
  const check = checks.get(id)
  const question = questionOf(id)
  if (check) print(`${id}: ${check.title}\n\n${described(check.requirementId, check.requirement)}`)
  else if (question) {
    const disputes = question.disputes ? `\nargued about in ${question.disputes.join(', ')}` : ''
    print(
      `${id}: ${question.asks}\n\nThe text leaves this open, so it is observed and never judged.\nheading: ${question.heading}${disputes}\n`,
    )
  } else if (Object.hasOwn(requirements, id)) print(described(id, requirements[id]!))
  else {
    const near = nearest(id, [...checks.keys(), ...Object.keys(requirements), ...Object.keys(questions)])
    throw new UsageError(
      `nothing is called ${JSON.stringify(id)}; ${near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'see `oci-referee list`'}`,
    )
  }
}

function described(id: string, requirement: Requirement): string {
  const { heading, says, actor, wordings, implied, disputes, excluded, observed, checks: judged } = requirement
  const lines = [
    `requirement: ${id}`,
    `says: ${says}`,
    `heading: ${heading}`,
    `binds: ${actor}`,
    ...wordings.map((wording) => `level: ${level(wording)}`),
    ...(implied ? [`why it binds: ${implied}`] : []),
    ...(disputes ? [`argued about in: ${disputes.join(', ')}`] : []),
    ...(observed ? [`looked at: ${observed}`] : []),
    ...(excluded ? [`not judged: ${excluded}`] : []),
    ...(judged ? ['checks:', ...Object.entries(judged).map(([one, title]) => `  ${one}: ${title}`)] : []),
  ]
  return `${lines.join('\n')}\n`
}

function level({ level, since, until, fingerprint }: Wording): string {
  const span = until === undefined ? `since ${since}` : since === until ? `in ${since}` : `from ${since} to ${until}`
  return `${level} ${span}${fingerprint ? ` (sentence ${fingerprint})` : ''}`
}
