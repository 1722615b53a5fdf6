import {
  blobOf,
  exists,
  isBySecondAlgorithm,
  manifestOf,
  type Name,
  repositoryOf,
  type State,
} from '../../src/model/index.ts'
import type { Situation } from './coverage.ts'
import type { ReadPart, SingleStep, Step } from './history.ts'

/**
 * What kind of situation a step meets: two steps of one class are likely to take the same way through a registry.
 * Coverage counts these.
 */
export function situationOf(state: State, step: Step): Situation {
  return { command: commandOf(step), key: classOf(state, step) }
}

/** The kind of step, as people call it. */
function commandOf(step: Step): string {
  switch (step.op) {
    case 'push':
      return `push ${step.by}`
    case 'delete-manifest':
      return 'delete'
    case 'delete-tag':
      return 'delete tag'
    case 'page-tags':
      return 'page'
    case 'together':
      return 'at once'
    default:
      return step.op
  }
}

function classOf(state: State, step: Step): string {
  switch (step.op) {
    case 'push': {
      const { repository, manifest, tags } = step
      const moved = tags.some((tag) => (tagTarget(state, repository, tag) ?? manifest) !== manifest)
      const how = `${step.by}${step.bring ? '' : ' alone'} tags:${tags.length}${moved ? ' moved' : ''}`
      return `push ${how} ${manifestClass(state, repository, manifest)}`
    }
    case 'delete-manifest':
      return `delete ${manifestClass(state, step.repository, step.manifest)}`
    case 'delete-tag': {
      const target = tagTarget(state, step.repository, step.tag)
      return `delete tag of ${target === undefined ? 'nothing' : manifestClass(state, step.repository, target)}`
    }
    case 'part':
      return `part ${partClass(state, step)} ${blobClass(state, step.repository, step.blob)}`
    case 'delete-blob':
    case 'put':
    case 'open':
      return `${step.op} ${blobClass(state, step.repository, step.blob)}`
    case 'post':
      return `post ${step.blob === step.digest ? '' : 'wrong '}${blobClass(state, step.repository, step.digest)}`
    case 'mount': {
      const from = step.from === undefined ? 'anywhere' : step.from === step.repository ? 'itself' : 'elsewhere'
      return `mount from ${from} ${blobClass(state, step.repository, step.blob)}`
    }
    case 'chunk':
      return `chunk ${sessionClass(state, step.session, step.first)}`
    case 'close': {
      const isRight = state.sessions.get(step.session)?.blob === step.digest
      const last = step.size > 0 ? 'with last chunk' : 'without chunk'
      return `close ${last}${isRight ? '' : ' wrong'} ${sessionClass(state, step.session, step.first)}`
    }
    case 'cancel':
      return `cancel ${sessionClass(state, step.session)}`
    case 'page-tags': {
      const count = Math.min(3, repositoryOf(state, step.repository).tags.size)
      return `page of ${Math.min(3, step.n)} tags of ${count}${step.last === undefined ? '' : ' after one'}`
    }
    case 'together':
      return `at once ${step.branches
        .map((branch) => branch.map(opOf).join(' then '))
        .sort()
        .join(', ')}`
    case 'list':
      return `list ${step.typeOf === undefined ? 'whole' : 'filtered'} ${listClass(state, step.repository, step.subject)}`
  }
}

/** What one of several clients does, in a word or two: with more there would be too many situations to meet. */
function opOf(step: SingleStep): string {
  return step.op === 'push' ? `push by ${step.by}` : step.op
}

/** Kind, whether it is here or elsewhere, its subject, its tags and its referrers. */
function manifestClass(state: State, repository: Name, name: Name): string {
  const { kind, subject, digest } = manifestOf(state.content, name)
  const { tags, manifests } = repositoryOf(state, repository)
  const count = [...tags.values()].filter(({ manifest }) => manifest === name).length
  const isChild = [...manifests.keys()].some((other) => manifestOf(state.content, other).children.includes(name))
  return [
    `${kind}${algorithmClass(digest)}`,
    whereManifest(state, repository, name),
    ...(count > 0 ? [`tags:${Math.min(2, count)}`] : []),
    ...(isChild ? ['child'] : []),
    ...(subject === undefined ? [] : [`subject ${whereManifest(state, repository, subject)}`]),
    listClass(state, repository, name),
  ].join(' ')
}

function algorithmClass(digest: string): string {
  return isBySecondAlgorithm(digest) ? ' sha512' : ''
}

function whereManifest(state: State, repository: Name, name: Name): string {
  const here = repositoryOf(state, repository).manifests.get(name)?.presence ?? 'absent'
  return `${here}${isElsewhere(state, repository, (other) => other.manifests.has(name))}`
}

function blobClass(state: State, repository: Name, name: Name): string {
  const { blobs, manifests } = repositoryOf(state, repository)
  const isUsed = [...manifests.keys()].some((manifest) => manifestOf(state.content, manifest).blobs.includes(name))
  const elsewhere = isElsewhere(state, repository, (other) => other.blobs.has(name))
  const algorithm = algorithmClass(blobOf(state.content, name).digest)
  return `${blobs.get(name) ?? 'absent'}${elsewhere}${isUsed ? ' used' : ''}${algorithm}`
}

/** Which end of a blob a part has, and whether there is as much. */
function partClass({ content }: State, { first, last, blob }: ReadPart): string {
  const { size } = blobOf(content, blob)
  if (first === undefined) return `of the last ${last === 0 ? 'none' : last! > size ? 'too many' : 'some'}`
  const end = last === undefined ? 'to the end' : last >= size ? 'beyond the end' : 'within'
  return `${first === 0 ? 'from the start' : first >= size ? 'after the end' : 'from inside'} ${end}`
}

/** How many referrers there are here, and whether the other repository has some. */
function listClass(state: State, repository: Name, subject: Name): string {
  const refers = (name: Name) => manifestOf(state.content, name).subject === subject
  const count = [...repositoryOf(state, repository).manifests.keys()].filter(refers).length
  const elsewhere = isElsewhere(state, repository, (other) => [...other.manifests.keys()].some(refers))
  return `referrers:${Math.min(2, count)}${elsewhere}`
}

function sessionClass(state: State, name: Name, first?: number): string {
  const session = state.sessions.get(name)
  if (!session) return 'unknown session'
  const { phase, received } = session
  if (first === undefined || received === undefined || phase === 'over') return phase
  const place = first === received ? 'in order' : first < received ? 'again' : 'after a gap'
  return `${phase} ${received === 0 ? 'empty' : 'begun'} ${place}`
}

function isElsewhere(
  state: State,
  repository: Name,
  has: (other: ReturnType<typeof repositoryOf>) => boolean,
): '' | ' +elsewhere' {
  const others = [...state.repositories].filter(([name]) => name !== repository)
  return others.some(([, other]) => exists(other) && has(other)) ? ' +elsewhere' : ''
}

function tagTarget(state: State, repository: Name, tag: Name): Name | undefined {
  return repositoryOf(state, repository).tags.get(tag)?.manifest
}
