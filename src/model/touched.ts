import type { Command } from './command.ts'
import { type Content, manifestOf, type Name } from './content.ts'
import type { Query } from './query.ts'
import { repositoryOf, type State } from './state.ts'

/**
 * Everything that a command could have changed, in every repository: the thing itself, its tags, what it refers to,
 * and the lists that it is in or that are about it. Reads by digest come before lists, so that a list is compared
 * with what is known to be there.
 */
export function touched(before: State, command: Command): readonly Query[] {
  switch (command.op) {
    case 'push': {
      const moved = command.tags.flatMap(
        (tag) => repositoryOf(before, command.repository).tags.get(tag)?.manifest ?? [],
      )
      const manifests = new Set([command.manifest, ...moved])
      return inEach(before, (repository) => [
        ...[...manifests].flatMap((manifest) => manifestQueries(repository, manifest)),
        ...tagQueries(repository, command.tags),
        ...[...manifests].flatMap((manifest) => listQueries(before.content, repository, manifest)),
      ])
    }
    case 'delete-manifest': {
      const { manifest } = command
      const tags = tagsOf(before, manifest)
      const { blobs, children } = manifestOf(before.content, manifest)
      return inEach(before, (repository) => [
        ...manifestQueries(repository, manifest),
        ...children.map((child): Query => ({ read: 'manifest', method: 'HEAD', repository, manifest: child })),
        ...blobs.map((blob): Query => ({ read: 'blob', method: 'HEAD', repository, blob })),
        ...tagQueries(repository, tags),
        ...listQueries(before.content, repository, manifest),
      ])
    }
    case 'delete-tag': {
      const manifest = repositoryOf(before, command.repository).tags.get(command.tag)?.manifest
      const tags = manifest === undefined ? [command.tag] : new Set([command.tag, ...tagsOf(before, manifest)])
      return inEach(before, (repository) => [
        ...(manifest === undefined ? [] : manifestQueries(repository, manifest)),
        ...tagQueries(repository, [...tags]),
        ...(manifest === undefined ? [] : listQueries(before.content, repository, manifest)),
      ])
    }
    case 'delete-blob':
    case 'mount':
      return inEach(before, (repository) => blobQueries(repository, command.blob))
    case 'post':
      return inEach(before, (repository) =>
        [...new Set([command.blob, command.digest])].flatMap((blob) => blobQueries(repository, blob)),
      )
    case 'close': {
      const meant = before.sessions.get(command.session)?.blob
      const blobs = new Set([...(meant === undefined ? [] : [meant]), command.digest])
      return [
        { read: 'session', session: command.session },
        ...inEach(before, (repository) => [...blobs].flatMap((blob) => blobQueries(repository, blob))),
      ]
    }
    case 'open':
    case 'chunk':
    case 'cancel':
      return [{ read: 'session', session: command.session }]
  }
}

/** Everything that the content of a history could show, in every repository. */
export function everything(state: State): readonly Query[] {
  const { content } = state
  const manifests = [...content.manifests.keys()]
  return [
    ...inEach(state, (repository) => [
      ...[...content.blobs.keys()].flatMap((blob) => blobQueries(repository, blob)),
      ...manifests.flatMap((manifest) => manifestQueries(repository, manifest)),
      ...tagQueries(repository, [...content.tags.keys()]),
      ...manifests.flatMap((subject) => [
        { read: 'referrers', repository, subject } as const,
        ...typesOf(content, subject).map(
          (artifactType) => ({ read: 'referrers', repository, subject, artifactType }) as const,
        ),
      ]),
    ]),
    ...[...state.sessions.keys()].map((session): Query => ({ read: 'session', session })),
  ]
}

function inEach(state: State, queries: (repository: Name) => readonly Query[]): readonly Query[] {
  return [...state.repositories.keys()].flatMap(queries)
}

function manifestQueries(repository: Name, manifest: Name): readonly Query[] {
  return [
    { read: 'manifest', method: 'GET', repository, manifest },
    { read: 'manifest', method: 'HEAD', repository, manifest },
  ]
}

function blobQueries(repository: Name, blob: Name): readonly Query[] {
  return [
    { read: 'blob', method: 'GET', repository, blob },
    { read: 'blob', method: 'HEAD', repository, blob },
  ]
}

function tagQueries(repository: Name, tags: readonly Name[]): readonly Query[] {
  if (tags.length === 0) return [{ read: 'tags', repository }]
  return [
    ...tags.flatMap((tag): readonly Query[] => [
      { read: 'tag', method: 'GET', repository, tag },
      { read: 'tag', method: 'HEAD', repository, tag },
    ]),
    { read: 'tags', repository },
  ]
}

/** The lists that a manifest is in, and those about it; each whole and filtered. */
function listQueries(content: Content, repository: Name, name: Name): readonly Query[] {
  const { subject, artifactType } = manifestOf(content, name)
  const about: readonly Query[] = [
    { read: 'referrers', repository, subject: name },
    ...typesOf(content, name)
      .slice(0, 1)
      .map((type): Query => ({ read: 'referrers', repository, subject: name, artifactType: type })),
  ]
  if (subject === undefined) return about
  const types = artifactType === undefined ? typesOf(content, subject).slice(0, 1) : [artifactType]
  return [
    { read: 'referrers', repository, subject },
    ...types.map((type): Query => ({ read: 'referrers', repository, subject, artifactType: type })),
    ...about,
  ]
}

/** The artifact types that referrers of a manifest could have. */
function typesOf(content: Content, subject: Name): readonly string[] {
  const types = [...content.manifests.values()].flatMap((manifest) =>
    manifest.subject === subject && manifest.artifactType !== undefined ? [manifest.artifactType] : [],
  )
  return [...new Set(types)]
}

/** The tags that point to a manifest in any repository. */
function tagsOf(state: State, manifest: Name): readonly Name[] {
  const tags = [...state.repositories.values()].flatMap((repository) =>
    [...repository.tags].filter(([, held]) => held.manifest === manifest).map(([tag]) => tag),
  )
  return [...new Set(tags)]
}
