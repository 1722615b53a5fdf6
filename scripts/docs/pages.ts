import { join } from 'node:path'
import { checks, questions, requirements } from '../../src/catalogue/index.ts'
import type { Question, Requirement, Wording } from '../../src/catalogue/types.ts'
import { configSchema } from '../../src/cli/options/config-file.ts'
import { runGroups } from '../../src/cli/options/run.ts'
import { loadSchema } from '../../src/load/schema.ts'
import { outcomeSchema } from '../../src/outcome/schema.ts'
import { faults, variants } from '../../src/registry/index.ts'
import { coveragePage } from './coverage-page.ts'
import { optionsPage } from './options-page.ts'
import { matrixPage, observationsModule, overviewPage, publishedResults, resultsTable } from './published.ts'
import { readmePage } from './readme.ts'
import { scenariosPage } from './scenarios-page.ts'
import { generated, row } from './table.ts'

/** Every generated file of the repository, by its path from the root. */
export async function pages(): Promise<ReadonlyMap<string, string>> {
  const root = join(import.meta.dirname, '..', '..', '..')
  const results = publishedResults(root)
  return new Map([
    ['README.md', readmePage(root, resultsTable(results))],
    ['src/report/html/published.ts', observationsModule(results)],
    ['reports/published/README.md', overviewPage(results)],
    ['reports/published/matrix.md', matrixPage(results)],
    ['docs/options.md', await optionsPage()],
    ['docs/checks.md', checksPage()],
    ['docs/faults.md', faultsPage()],
    ['docs/scenarios.md', await scenariosPage()],
    ['docs/coverage.md', coveragePage()],
    ['schemas/outcome.schema.json', json(outcomeSchema)],
    ['schemas/load.schema.json', json(loadSchema)],
    ['schemas/config.schema.json', json(configSchema(runGroups))],
  ])
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

/** Headings in the order of the specification; those that are not here come last. */
const headings = [
  'Legacy Docker support HTTP headers',
  'Legacy Docker support error codes',
  'Requirements',
  'Pull',
  'Pulling manifests',
  'Pulling blobs',
  'Checking if content exists in the registry',
  'Push',
  'Pushing blobs',
  'POST then PUT',
  'Single POST',
  'Pushing a blob in chunks',
  'Cancel a blob upload',
  'Mounting a blob from another repository',
  'Pushing Manifests',
  'Pushing Manifests with Subject',
  'Listing Tags',
  'Listing Referrers',
  'Content Management',
  'Deleting tags',
  'Deleting Manifests',
  'Deleting Blobs',
  'Registry Proxying',
  'Backwards Compatibility',
  'Unavailable Referrers API',
  'Referrers Tag Schema',
  'Enabling the Referrers API',
  'API',
  'Determining Support',
  'Endpoints',
  'Error Codes',
  'Warnings',
]

function checksPage(): string {
  const all = Object.entries(requirements)
  const byHeading = new Map<string, [string, Requirement][]>(headings.map((heading) => [heading, []]))
  for (const [id, requirement] of all) {
    byHeading.set(requirement.heading, [...(byHeading.get(requirement.heading) ?? []), [id, requirement]])
  }
  const sections = [...byHeading]
    .filter(([, entries]) => entries.length > 0)
    .map(
      ([heading, entries]) => `## ${heading}\n\n${entries.map(([id, one]) => requirementSection(id, one)).join('\n')}`,
    )
  const asked = Object.entries(questions as Readonly<Record<string, Question>>).map(
    ([id, { asks, heading, disputes }]) => row(`\`${id}\``, asks, heading, disputes?.map(thread).join(', ') ?? ''),
  )
  const judged = all.filter(([, { checks }]) => checks)
  return `${generated}

# Requirements and checks

What the specification asks for, in our own words, by its headings: the checks that judge it, the faults of the embedded registry
that break it, the threads in which it is argued about, and why what is not judged cannot be. A broken MUST fails; a SHOULD that
is not met warns. The sentence is recognised by its fingerprint, so that a change of the text is noticed. \`main\` is the newest text.

${all.length} requirements: ${judged.length} are judged by ${checks.size} checks, ${all.length - judged.length} bind others than registries or cannot be seen from outside. ${faults.length} faults
show that the checks see what they are there for.

${sections.join('\n')}
## What the text leaves open

Looked at in every run, and never judged.

| id | question | heading | argued about in |
|---|---|---|---|
${asked.join('\n')}
`
}

function requirementSection(
  id: string,
  { says, wordings, implied, excluded, disputes, checks, actor }: Requirement,
): string {
  const breaking = faults.filter((fault) => fault.breaks === id)
  const lines = [
    `### ${id}`,
    '',
    `${says} (${wordings.map(wording).join('; ')}${actor === 'registry' ? '' : `; binds ${actor}`})`,
    '',
    ...(implied ? [`Why it binds: ${implied}`, ''] : []),
    ...(disputes ? [`Argued about in ${disputes.map(thread).join(', ')}.`, ''] : []),
    ...(excluded ? [`Not judged: ${excluded}`, ''] : []),
    ...Object.entries(checks ?? {}).map(([check, title]) => `- \`${check}\`: ${title}`),
    ...(breaking.length > 0 ? ['', 'Broken by:', ''] : []),
    ...breaking.map(({ name, description }) => `- \`${name}\`: ${description}`),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

/** A thread as a link: issues and pull requests share their numbers, and one address leads to either. */
function thread(name: string): string {
  const [repository, number] = name.split('#')
  return `[${name}](https://github.com/${repository}/issues/${number})`
}

function wording({ level, since, until, fingerprint }: Wording): string {
  const span = until === undefined ? `since ${since}` : since === until ? `in ${since}` : `${since} to ${until}`
  return `${level} ${span}${fingerprint ? `, sentence \`${fingerprint}\`` : ''}`
}

function faultsPage(): string {
  return `${generated}

# Faults and variants of the embedded registry

\`oci-referee serve --fault NAME[,NAME]\` serves a registry that is wrong in these ways, so that any tool can be tried on it.
\`--variant NAME[,NAME]\` serves one that differs from the reference in ways that conform.
Those that are about users (their requirements begin with \`access/\`) show where there are some: \`--users FILE\`.

## Faults

| name | what is wrong | requirement it breaks |
|---|---|---|
${faults.map(({ name, description, breaks }) => row(`\`${name}\``, description, `\`${breaks}\``)).join('\n')}

## Variants

| name | what differs | why that conforms |
|---|---|---|
${variants.map(({ name, description, allowed }) => row(`\`${name}\``, description, allowed)).join('\n')}
`
}
