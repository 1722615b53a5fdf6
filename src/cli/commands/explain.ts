import { checks, questionOf, questions, requirements } from '../../catalogue/index.ts'
import type { Requirement, Wording } from '../../catalogue/types.ts'
import { areaOf } from '../../outcome/outcome.ts'
import { UsageError } from '../../run/errors.ts'
import { everyId } from '../../run/plan.ts'
import { calledAs } from '../../text/called-as.ts'
import { defineCommand } from '../command.ts'
import { didYouMean, nearest } from '../nearest.ts'
import { allUsed, group, option } from '../options/define.ts'
import { text } from '../options/kinds.ts'
import { print } from '../terminal.ts'

export const command = defineCommand({
  description: 'Explain a check, a requirement of the specification, or a question that it leaves open.',
  groups: {
    subject: group('Subject', {
      id: option(text, {
        argument: '<id>',
        required: true,
        commandLineOnly: true,
        completes: ['ids', 'requirements'],
        help: 'Id, as `list` and reports show it',
      }),
    }),
  },
  examples: [['Explain a check', 'oci-referee explain referrers/listed']],
  run({ subject: { id, ...rest }, ...others }) {
    allUsed(rest)
    allUsed(others)
    print(explanation(id))
    return 0
  },
})

/** What a check, a requirement or a question is about. @throws UsageError for an id that nothing has */
function explanation(id: string): string {
  const check = checks.get(id)
  if (check) return `${id}: ${check.title}\n\n${described(check.requirementId, check.requirement)}`
  const question = questionOf(id)
  if (question) {
    const disputes = question.disputes ? `\nargued about in ${question.disputes.join(', ')}` : ''
    return `${id}: ${question.asks}\n\nThe text leaves this open, so it is observed and never judged.\nheading: ${question.heading}${disputes}\n`
  }
  if (Object.hasOwn(requirements, id)) return described(id, requirements[id]!)
  if (everyId().some((one) => areaOf(one) === id))
    throw new UsageError(`${id} is an area: \`${calledAs()} list --only ${id}\` has its checks, each with its id`)
  const near = nearest(id, [...checks.keys(), ...Object.keys(requirements), ...Object.keys(questions)])
  throw new UsageError(`nothing is called ${JSON.stringify(id)}; ${didYouMean(near, `see \`${calledAs()} list\``)}`)
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
