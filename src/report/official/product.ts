import { stringify } from 'yaml'
import type { Outcome } from '../../outcome/outcome.ts'
import { codeBlock, literal } from '../../text/markdown.ts'
import { oneLine } from '../../text/safe.ts'
import { shellLine } from '../../text/shell.ts'
import { replayCommand } from '../command-line.ts'
import { conclude } from '../conclusion.ts'

/** Says what was judged: what no run can know is left for people to fill in. */
export function product({ target }: Outcome): string {
  const known = {
    vendor: '',
    name: oneLine(target.server ?? ''),
    version: '',
    website_url: '',
    repo_url: '',
    documentation_url: '',
    product_logo_url: '',
    type: 'distribution',
    description: '',
  }
  return `# Fill in what is empty.\n${stringify(known)}`
}

/** How the results came about, and how to make them again. */
export function reproduction(outcome: Outcome): string {
  const { tool, target } = outcome
  return [
    `# ${literal(target.server ?? 'The registry')}`,
    'Say here how to start the registry.',
    `Judged by ${literal(`${tool.name} ${tool.version}`)}: ${literal(conclude(outcome).text)}.`,
    codeBlock(shellLine(replayCommand(outcome, `npx ${tool.name}@${tool.version}`)), 'sh'),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n')
}
