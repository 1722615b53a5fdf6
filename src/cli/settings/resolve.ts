import { randomBytes } from 'node:crypto'
import { OptionError, UsageError } from '../../run/errors.ts'
import type { RunOptions } from '../../target/options.ts'
import { allUsed } from '../options/define.ts'
import type { RunSettings } from '../options/run.ts'
import { connectionFrom, type NamedCredentials, type Secrets } from './connection.ts'
import { existingOf } from './existing.ts'
import { repositoriesFrom, repositoriesOfExisting } from './repositories.ts'
import { selectionFrom } from './selection.ts'
import { originOf } from './target.ts'

/** The settings that say what a run does; the others say what the command line does with it. */
export type RunPart = Omit<RunSettings, 'expectations' | 'target' | 'credentials' | 'mode' | 'output'> & {
  readonly credentials: NamedCredentials
}

/**
 * Turns settings into the options of a run.
 * @throws UsageError for whatever cannot be, before anything is asked or written
 */
export function resolve(target: string | undefined, settings: RunPart, secrets: Secrets): RunOptions {
  const { connection, credentials, repositories, selection, content, judging, ...others } = settings
  const { strict, settle, readOnly, ...restOfJudging } = judging
  const { seed = randomBytes(4).toString('hex'), existing: names, ...restOfContent } = content
  allUsed(others)
  allUsed(restOfJudging)
  allUsed(restOfContent)
  if (selection.shard && content.seed === undefined)
    throw new UsageError('--shard needs --seed: all parts of a run have the same one')
  if (seed.length > 64) throw new OptionError('--seed', 'at most 64 characters')
  const origin = originOf(target)
  const selected = selectionFrom(selection, readOnly)
  const existing = existingOf(names, new URL(origin).host)
  if (readOnly && existing.length === 0)
    throw new UsageError('--read-only needs content to look at: name it with --existing repo:tag or repo@sha256:…')
  const own = repositoriesFrom(repositories, seed, selected.shard)
  return {
    connection: connectionFrom(origin, connection, credentials, secrets),
    repositories: readOnly ? { ...own, ...repositoriesOfExisting(existing) } : own,
    selection: selected,
    content: { seed, existing },
    judging: { strict, settleMs: settle, readOnly },
  }
}
