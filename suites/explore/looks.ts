import {
  type Command,
  everything,
  manifestOf,
  type Name,
  type Query,
  type State,
  touched,
} from '../../src/model/index.ts'
import type { SingleStep } from './history.ts'

/**
 * What is read after a command: all that it could have touched.
 * @param isThrifty what other repositories hold is read in one way, and their lists are not filtered
 */
export function looksAfter(state: State, command: Command, isThrifty: boolean): readonly Query[] {
  const all = touched(state, command)
  const here = repositoryOf(state, command)
  return isThrifty ? all.filter((query) => isIn(here, query) || isPlain(query)) : all
}

/**
 * What is read at the end: everything.
 * @param isThrifty in one way each, and of the pages of lists of tags some
 */
export function looksAtEnd(state: State, isThrifty: boolean): readonly Query[] {
  const all = everything(state)
  return isThrifty
    ? all.filter((query) => isPlain(query) && !(query.read === 'tags-page' && query.last === undefined))
    : all
}

/** What a command could have touched where it was sent, each thing read once: rounds are worth more than a second look. */
export function looksNearby(state: State, command: Command): readonly Query[] {
  const here = repositoryOf(state, command)
  return touched(state, command).filter((query) => {
    if (query.read === 'session') return command.op === 'chunk' || command.op === 'cancel'
    if (query.read === 'referrers' && !isSubject(state, query.subject)) return false
    return isIn(here, query) && isPlain(query) && !('at' in query)
  })
}

/** The reads that are steps of their own. */
export function readsOf(step: SingleStep, state: State): readonly Query[] {
  if (step.op === 'part') {
    const { op, ...rest } = step
    return [{ read: op, ...rest }]
  }
  if (step.op === 'page-tags') {
    const { repository, n, last } = step
    return [{ read: 'tags-page', repository, n, ...(last !== undefined && { last }) }]
  }
  if (step.op !== 'list') return []
  const { repository, subject, typeOf } = step
  const artifactType = typeOf === undefined ? undefined : manifestOf(state.content, typeOf).artifactType
  return [{ read: 'referrers', repository, subject, ...(artifactType !== undefined && { artifactType }) }]
}

function isSubject({ content }: State, name: Name): boolean {
  return [...content.manifests.values()].some(({ subject }) => subject === name)
}

function repositoryOf(state: State, command: Command): Name | undefined {
  return 'repository' in command ? command.repository : state.sessions.get(command.session)?.repository
}

function isIn(repository: Name | undefined, query: Query): boolean {
  return query.read === 'session' || query.repository === repository
}

/** Neither HEAD nor a filter. */
function isPlain(query: Query): boolean {
  return 'method' in query ? query.method === 'GET' : query.read !== 'referrers' || query.artifactType === undefined
}
