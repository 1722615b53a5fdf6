import { checks as catalogue } from '../catalogue/index.ts'
import { advice } from './advice.ts'
import type { CheckOutcome, Finding } from './outcome.ts'

/**
 * Tells each cause once. Failures that say the same of one exchange, that are of one kind, that come of one endpoint
 * without an answer, or that break one requirement in the same words, are one finding; what is blocked by any of its
 * checks stands under it.
 */
export function findingsOf(checks: readonly CheckOutcome[]): Finding[] {
  const groups = new Map<string, CheckOutcome[]>()
  const byExchange = new Map<string, string>()
  for (const check of checks) {
    if (check.verdict !== 'fail' || !check.failure) continue
    const { exchange, summary, kind, actual } = check.failure
    const words = kind ?? unanswered(summary) ?? broken(summary, actual) ?? `${check.requirement} ${shape(summary)}`
    // Many checks may rest on one exchange and find different things wrong with it.
    const seen = exchange === undefined ? undefined : `${exchange} ${summary}`
    const key = (seen && byExchange.get(seen)) ?? words
    if (seen && !byExchange.has(seen)) byExchange.set(seen, key)
    groups.set(key, [...(groups.get(key) ?? []), check])
  }
  for (const [key, group] of groups) groups.set(key, simplestFirst(group))
  const heads = new Map<string, CheckOutcome[]>()
  const blockers = new Map<string, CheckOutcome[]>()
  for (const group of groups.values()) {
    for (const check of group) heads.set(check.id, group)
    blockers.set(group[0]!.id, [])
  }
  const orphans = new Map<string, CheckOutcome[]>()
  const verdictOf = new Map(checks.map((check) => [check.id, check]))
  for (const check of checks) {
    if (check.verdict !== 'blocked' || !check.blockedBy) continue
    const root = rootOf(check, verdictOf)
    const group = heads.get(root)
    if (group) blockers.get(group[0]!.id)!.push(check)
    else if (catalogue.has(root)) orphans.set(root, [...(orphans.get(root) ?? []), check])
  }
  const findings = [...groups.values()].map((group) =>
    finding(group[0]!.id, group[0]!, group.slice(1), blockers.get(group[0]!.id)!),
  )
  for (const [id, blocked] of orphans) {
    // The step failed here, although the check that judges such steps did not: told by the first that it blocked.
    const shown = blocked.find((check) => check.failure) ?? blocked[0]!
    findings.push(finding(id, shown, [], blocked))
  }
  return findings.sort((a, b) => b.blocks.length - a.blocks.length || (a.id < b.id ? -1 : 1))
}

function finding(
  id: string,
  shown: CheckOutcome,
  also: readonly CheckOutcome[],
  blocked: readonly CheckOutcome[],
): Finding {
  const { failure, level } = shown
  const hint = advice(id)
  return {
    id,
    level,
    summary: failure?.summary ?? shown.reason ?? shown.title,
    expected: failure?.expected ?? [],
    actual: failure?.actual ?? '',
    ...(failure?.curl !== undefined && { curl: failure.curl }),
    ...(hint !== undefined && { advice: hint }),
    also: also.map((check) => check.id),
    blocks: blocked.map((check) => check.id),
  }
}

/** A finding is told by the check that needs the fewest requests to show it. */
function simplestFirst(group: readonly CheckOutcome[]): CheckOutcome[] {
  // Without any request of its own a check has nothing to show.
  const cost = (check: CheckOutcome) => check.exchanges.length || Number.POSITIVE_INFINITY
  return [...group].sort((a, b) => Math.sign(cost(a) - cost(b)) || (a.id < b.id ? -1 : 1))
}

/** Follows what blocks what to its beginning. */
function rootOf(check: CheckOutcome, byId: ReadonlyMap<string, CheckOutcome>): string {
  const seen = new Set<string>()
  let at = check
  while (at.verdict === 'blocked' && at.blockedBy && !seen.has(at.id)) {
    seen.add(at.id)
    const next = byId.get(at.blockedBy)
    if (!next) return at.blockedBy
    at = next
  }
  return at.id
}

/** An endpoint that does not answer is one cause, whatever was to be judged there. */
function unanswered(summary: string): string | undefined {
  // Of a blob that another check already pushes the exchange is noted there.
  if (summary === 'no answer to a request') return 'no answer from blobs/uploads'
  const endpoint = /^no answer to \w+ .*\/(blobs\/uploads|blobs|manifests|referrers|tags)\//.exec(summary)?.[1]
  return endpoint && `no answer from ${endpoint}`
}

/** So is one that leads elsewhere without end, or breaks down: whatever was asked of it, it says the same. */
function broken(summary: string, actual: string): string | undefined {
  const status = /^status ([35]\d\d)/.exec(actual)?.[1]
  const [, method, endpoint] = /(\w+) \S*\/(blobs\/uploads|blobs|manifests|referrers|tags)\//.exec(summary) ?? []
  return status && endpoint && `${method} of ${endpoint} answers ${status}`
}

/** A summary without what differs from one instance to the next: paths, digests, numbers. */
function shape(summary: string): string {
  return summary
    .replace(/\/v2\/\S+/g, '…')
    .replace(/[a-z0-9]+:[0-9a-f]{12,}…?/g, '…')
    .replace(/\d+/g, 'N')
}
