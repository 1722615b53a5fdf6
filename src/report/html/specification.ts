import { requirements } from '../../catalogue/index.ts'
import type { Requirement } from '../../catalogue/types.ts'
import type { Outcome } from '../../outcome/outcome.ts'

const tags: Readonly<Record<Outcome['spec'], string>> = {
  '1.0': 'v1.0.1',
  '1.1.0': 'v1.1.0',
  '1.1.1': 'v1.1.1',
  main: 'main',
}

/**
 * Where a heading stands in a version of the specification. A text that does not have the heading opens at its top.
 * @example headingLink('Listing Referrers', 'main') // '…/blob/main/spec.md#listing-referrers'
 */
export function headingLink(heading: string, spec: Outcome['spec']): string {
  const anchor = heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')
  return `https://github.com/opencontainers/distribution-spec/blob/${tags[spec]}/spec.md#${encodeURIComponent(anchor)}`
}

/** A public thread, such as `opencontainers/distribution-spec#359`: issues and pull requests share their numbers. */
export function threadLink(name: string): string {
  const [repository, number] = name.split('#')
  return `https://github.com/${repository}/issues/${number}`
}

/** A requirement by its id; undefined for one that another version of the tool knows. */
export function requirementOf(id: string): Requirement | undefined {
  return Object.hasOwn(requirements, id) ? requirements[id] : undefined
}
