import { profileNames } from '../catalogue/profiles.ts'
import type { Finding, Outcome } from '../outcome/outcome.ts'
import { defaults, repositoriesOf } from '../target/options.ts'
import { shortDuration } from '../text/duration.ts'
import { oneLine } from '../text/safe.ts'
import { shellLine } from '../text/shell.ts'

/** Checks to run again, and the part of a run that was split in which they showed something. */
type Again = Pick<Finding, 'replay' | 'shard'>

/**
 * The words of the command that repeats a run, or the checks of one finding, with the same content.
 * @param program how the tool is called, such as `npx oci-referee`
 * @param again a finding; absent: the whole run
 */
export function replayCommand(outcome: Outcome, program: string, again?: Again): string[] {
  const { target, seed, spec, options } = outcome
  // A part has content and repositories of its own, also where the run has been merged since.
  const shard = outcome.shard ?? again?.shard
  const ids = again?.replay ?? []
  const made = repositoriesOf(seed, outcome.shard)
  // Names made from the seed need not be said.
  const named = [
    ...(options.readOnly || target.repository === made.repository ? [] : ['--repo', target.repository]),
    ...(options.readOnly || target.alternateRepository === made.alternateRepository
      ? []
      : ['--alt-repo', target.alternateRepository]),
  ]
  const declarations = outcome.features.filter(({ source }) => source === 'feature-option')
  const features = declarations.map(({ name, state }) => `${name}=${state === 'declared' ? 'yes' : 'no'}`)
  const words = [
    '--seed',
    seed,
    ...named,
    // What this run had to leave behind is there when it is repeated.
    ...(named.length > 0 && (shard || outcome.leftovers.length > 0) ? ['--allow-content'] : []),
    ...(features.length > 0 ? ['--feature', features.join(',')] : []),
    ...(shard ? ['--shard', `${shard.index}/${shard.count}`] : []),
    ...(spec === defaults.selection.spec ? [] : ['--spec', spec]),
    ...(options.strict ? ['--strict'] : []),
    ...(options.profiles.length < profileNames.length ? ['--profile', options.profiles.join(',')] : []),
    ...(options.readOnly ? ['--read-only'] : []),
    ...(options.existing.length > 0 ? ['--existing', options.existing.join(',')] : []),
    ...pace(options),
    ...(target.reach?.options ?? []),
  ]
  const selection = [
    ...(options.only.length > 0 ? ['--only', options.only.join(',')] : []),
    ...(options.skip.length > 0 ? ['--skip', options.skip.join(',')] : []),
  ]
  const only = ids.length === 0 ? selection : ['--only', ids.join(',')]
  return [
    ...program.split(' '),
    ...[target.embedded ? '--embedded' : target.url, ...only, ...words].map((word) => oneLine(word, 1000)),
  ]
}

/** How long is waited, and how much is sent at once, where that is not as usual. */
function pace({ settleMs, timeoutMs, concurrency }: Outcome['options']): string[] {
  const usual = defaults.connection
  return [
    ...(settleMs === defaults.judging.settleMs ? [] : ['--settle', shortDuration(settleMs)]),
    ...(timeoutMs === usual.timeoutMs ? [] : ['--timeout', shortDuration(timeoutMs)]),
    ...(concurrency === usual.concurrency ? [] : ['--concurrency', String(concurrency)]),
  ]
}

/** What the person who runs such a command has to give, in a sentence; undefined: nothing. */
export function replayNeeds({ target }: Outcome): string | undefined {
  const needs = target.reach?.needs ?? []
  return needs.length === 0 ? undefined : `It needs ${oneLine(inWords(needs), 1000)}.`
}

function inWords(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** A command whole, or words that say where it is: half a command helps nobody. */
export function showCommand(words: readonly string[], max = 4000): string {
  const line = shellLine(words)
  return line.length > max ? `# ${line.length} characters long: see outcome.json` : line
}
