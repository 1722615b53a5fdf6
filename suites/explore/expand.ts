import {
  blobOf,
  type Command,
  type Content,
  manifestOf,
  type Name,
  repositoryOf,
  type State,
} from '../../src/model/index.ts'
import type { SingleStep, Together } from './history.ts'

/** What of a step is sent next, as the state is after all that was sent before; undefined: the step is done. */
export type Expansion = Generator<Command, void, State>

/** The commands that a step of a history stands for. The state after each is handed in for the next. */
export function* expand(before: State, step: SingleStep): Expansion {
  switch (step.op) {
    case 'part':
    case 'page-tags':
    case 'list':
      return
    case 'put':
      yield* putBlob(step.repository, step.blob, before)
      return
    case 'push': {
      const { bring, ...command } = step
      if (bring) yield* bringParts(step.repository, step.manifest, before)
      yield command
      return
    }
    default:
      yield step
  }
}

/** What has to be there before the branches of a step begin. */
export function* expandParts(before: State, { branches }: Together): Expansion {
  let state = before
  for (const step of branches.flat()) {
    if (step.op === 'push' && step.bring) state = yield* bringParts(step.repository, step.manifest, state)
  }
}

/** The commands that one client sends in a step that several take at once. What else it does is to read. */
export function commandsOf(step: SingleStep, content: Content, client: number): readonly Command[] {
  switch (step.op) {
    case 'part':
    case 'page-tags':
    case 'list':
      return []
    case 'put': {
      const { repository, blob } = step
      const session = `put ${blob} ${repository} by ${client}`
      const { size } = blobOf(content, blob)
      return [
        { op: 'open', repository, blob, session },
        { op: 'close', session, first: 0, size, digest: blob },
      ]
    }
    case 'push': {
      const { bring: _, ...command } = step
      return [command]
    }
    default:
      return [step]
  }
}

function* putBlob(repository: Name, blob: Name, state: State): Generator<Command, State, State> {
  const { size } = state.content.blobs.get(blob)!
  const session = `put ${blob} ${repository}`
  yield { op: 'open', repository, blob, session }
  return yield { op: 'close', session, first: 0, size, digest: blob }
}

/** Pushes what a manifest refers to, its subject aside, as far as it is not certainly there. */
function* bringParts(repository: Name, manifest: Name, before: State): Generator<Command, State, State> {
  let state = before
  const { blobs, children } = manifestOf(state.content, manifest)
  for (const blob of blobs) {
    if (repositoryOf(state, repository).blobs.get(blob) !== 'present') state = yield* putBlob(repository, blob, state)
  }
  for (const child of children) {
    if (repositoryOf(state, repository).manifests.get(child)?.presence === 'present') continue
    state = yield* bringParts(repository, child, state)
    state = yield { op: 'push', repository, manifest: child, by: 'digest', tags: [] }
  }
  return state
}
