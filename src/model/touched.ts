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
      const { repository, manifest, tags } = command
      const moved = tags.flatMap((tag) => repositoryOf(before, repository).tags.get(tag)?.manifest ?? [])
      return [
        { read: 'manifest', method: 'GET', repository, manifest, at: 'location' },
        ...aboutManifests(before, [manifest, ...moved], tags),
      ]
    }
    case 'delete-manifest': {
      const { manifest } = command
      const { blobs, children } = manifestOf(before.content, manifest)
      return [
        ...inEach(before, (repository) => [
          ...children.map((child): Query => ({ read: 'manifest', method: 'HEAD', repository, manifest: child })),
          ...blobs.map((blob): Query => ({ read: 'blob', method: 'HEAD', repository, blob })),
        ]),
        ...aboutManifests(before, [manifest], tagsOf(before, manifest)),
      ]
    }
    case 'delete-tag': {
      const manifest = repositoryOf(before, command.repository).tags.get(command.tag)?.manifest
      if (manifest === undefined) return aboutManifests(before, [], [command.tag])
      return aboutManifests(before, [manifest], [...new Set([command.tag, ...tagsOf(before, manifest)])])
    }
    case 'delete-blob':
      return inEach(before, (repository) => blobQueries(repository, command.blob))
    case 'mount':
      return aboutBlobs(before, command.repository, command.blob, [command.blob])
    case 'post':
      return aboutBlobs(before, command.repository, command.digest, [command.blob, command.digest])
    case 'close': {
      const session = before.sessions.get(command.session)
      if (!session) return []
      return [
        { read: 'session', session: command.session },
        ...aboutBlobs(before, session.repository, command.digest, [session.blob, command.digest]),
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
      ...pageQueries(repository, [...content.tags.keys()]),
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

/** Manifests and tags, and the lists that the manifests are in or that are about them. */
function aboutManifests(state: State, manifests: readonly Name[], tags: readonly Name[]): readonly Query[] {
  const all = [...new Set(manifests)]
  return inEach(state, (repository) => [
    ...all.flatMap((manifest) => manifestQueries(repository, manifest)),
    ...tagQueries(repository, tags),
    ...all.flatMap((manifest) => relatives(state, repository, manifest)),
    ...all.flatMap((manifest) => listQueries(state.content, repository, manifest)),
  ])
}

/** The referrers that may be in the lists about a manifest and its subject: only what is certainly there is missed. */
function relatives(state: State, repository: Name, name: Name): readonly Query[] {
  const { subject } = manifestOf(state.content, name)
  return [...repositoryOf(state, repository).manifests.keys()]
    .filter((other) => {
      const about = manifestOf(state.content, other).subject
      return other === subject || about === name || (about !== undefined && about === subject)
    })
    .map((manifest): Query => ({ read: 'manifest', method: 'HEAD', repository, manifest }))
}

/** Blobs, the first of them also where the response said that it is. */
function aboutBlobs(state: State, repository: Name, blob: Name, blobs: readonly Name[]): readonly Query[] {
  return [
    { read: 'blob', method: 'GET', repository, blob, at: 'location' },
    ...inEach(state, (other) => [...new Set(blobs)].flatMap((name) => blobQueries(other, name))),
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

/** No tags, one tag, two tags from the beginning and after each. */
function pageQueries(repository: Name, tags: readonly Name[]): readonly Query[] {
  return [
    ...[0, 1, 2].map((n): Query => ({ read: 'tags-page', repository, n })),
    ...tags.map((last): Query => ({ read: 'tags-page', repository, n: 2, last })),
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
