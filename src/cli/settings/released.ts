/** What one release changed about the set of checks. */
export interface Release {
  readonly version: string
  /** Lines `area: name name …` of checks that it has and the release before it had not. */
  readonly added: readonly string[]
  /** The same of those that it has no more. */
  readonly removed: readonly string[]
  /** SHA-256 of its whole set: ids in order, a line each. What is released never changes. */
  readonly sha256: string
}

/**
 * The ids of the checks of a release, in order.
 * @example checksOf('1.1.0', releases) // ['blobs/push', 'tags/list', …]
 */
export function checksOf(version: string, releases: readonly Release[]): readonly string[] {
  const ids = new Set<string>()
  for (const { version: own, added, removed } of releases) {
    for (const id of removed.flatMap(idsOf)) ids.delete(id)
    for (const id of added.flatMap(idsOf)) ids.add(id)
    if (own === version) return [...ids].sort()
  }
  throw new Error(`${version} is not released`)
}

function idsOf(line: string): string[] {
  const [area, names = ''] = line.split(': ')
  return names.split(' ').map((name) => `${area}/${name}`)
}

/**
 * The release that a person means: `0.1.0` and `v0.1.0` are that one, `0.1` the newest of its patches.
 * @returns undefined where there is none
 */
export function releaseOf(version: string, releases: readonly Release[]): string | undefined {
  const plain = version.replace(/^v/, '')
  const patches = releases.map((release) => release.version).filter((own) => own.replace(/\.\d+$/, '') === plain)
  return releases.find((release) => release.version === plain)?.version ?? patches.at(-1)
}
