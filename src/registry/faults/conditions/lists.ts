import type { Fault } from '../../change.ts'
import { isIndex, mediaTypes, type StoredManifest } from '../../manifest.ts'
import type { Repository } from '../../repository.ts'
import { emptyResponse } from '../../respond.ts'
import { altered, answering, asks, paths } from '../change-response.ts'
import { deletedStaysListed } from '../stays-listed.ts'

/** A list whose validator never changes. */
function validatedForEver(fault: Pick<Fault, 'name' | 'description' | 'breaks'>, path: RegExp): Fault {
  return {
    ...fault,
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      if (!asks(request, 'GET', path) || response.status !== 200) return response
      const etag = '"list"'
      if (request.headers.get('If-None-Match') === etag) return emptyResponse(304, { ETag: etag })
      return altered(response, { headers: { ETag: etag } })
    },
  }
}

const subjectType = ({ content }: StoredManifest) => content.subject?.mediaType

/** Faults of lists of tags that show under a condition or after a history alone. */
const tags: readonly Fault[] = [
  {
    name: 'moved-tags-listed-after-delete',
    description: 'A tag that moved stays in the list when it is deleted',
    breaks: 'listing-tags/true',
    change: (rules) => {
      const moved = new Set<string>()
      return {
        manifests: {
          keep: (push) => {
            const { repository, manifest } = push
            for (const tag of push.tags) {
              const before = repository.tags.get(tag)
              if (before !== undefined && before !== manifest.digest) moved.add(`${repository.name} ${tag}`)
            }
            return rules.manifests.keep(push)
          },
        },
        tags: {
          listed: (call, repository) => {
            const also = [...moved].filter((at) => at.startsWith(`${repository.name} `)).map((at) => at.split(' ')[1]!)
            return [...new Set([...rules.tags.listed(call, repository), ...also])].sort()
          },
        },
      }
    },
  },
  {
    name: 'refused-tags-listed',
    description: 'The tag of a manifest that was refused for what it lacks is listed',
    breaks: 'listing-tags/true',
    change: (rules) => {
      const refused = new Set<string>()
      return {
        manifests: {
          missingReferences: (push) => {
            const missing = rules.manifests.missingReferences(push)
            if (missing.length > 0) for (const tag of push.tags) refused.add(`${push.repository.name} ${tag}`)
            return missing
          },
        },
        tags: {
          listed: (call, repository) => {
            const also = [...refused]
              .filter((at) => at.startsWith(`${repository.name} `))
              .map((at) => at.split(' ')[1]!)
            return [...new Set([...rules.tags.listed(call, repository), ...also])].sort()
          },
        },
      }
    },
  },
  validatedForEver(
    {
      name: 'tags-304-for-ever',
      description: 'Who has a list of tags is told that it is unchanged, whatever was pushed since',
      breaks: 'listing-tags/true',
    },
    paths.tags,
  ),
  {
    name: 'tags-pushed-again-listed-twice',
    description: 'A tag that is pushed again to the same manifest is listed twice',
    breaks: 'listing-tags/true',
    change: (rules) => {
      const again = new Set<string>()
      return {
        manifests: {
          keep: (push) => {
            for (const tag of push.tags)
              if (push.repository.tags.get(tag) === push.manifest.digest) again.add(`${push.repository.name} ${tag}`)
            return rules.manifests.keep(push)
          },
        },
        tags: {
          listed: (call, repository) =>
            rules.tags
              .listed(call, repository)
              .flatMap((tag) => (again.has(`${repository.name} ${tag}`) ? [tag, tag] : [tag])),
        },
      }
    },
  },
  {
    name: 'n-read-in-front-alone',
    description: 'The number of tags asked for is read only where it stands first in the query',
    breaks: 'listing-tags/last',
    change: (rules) => ({
      tags: { wanted: (call) => (call.url.search.startsWith('?last=') ? undefined : rules.tags.wanted(call)) },
    }),
  },
  {
    name: 'inner-tags-listed',
    description: 'A repository lists the tags of repositories whose names continue its own',
    breaks: 'listing-tags/true',
    change: (rules) => ({
      tags: {
        listed: (call, repository) => {
          const inner = [...call.core.store.repositories.values()].filter(({ name }) =>
            name.startsWith(`${repository.name}/`),
          )
          return [...new Set([repository, ...inner].flatMap((one) => rules.tags.listed(call, one)))].sort()
        },
      },
    }),
  },
]

/** Rules by which some referrers, once deleted, are not what they were. */
function afterDelete(
  fault: Pick<Fault, 'name' | 'description' | 'breaks'>,
  change: (deleted: Set<string>) => NonNullable<Fault['change']>,
): Fault {
  return {
    ...fault,
    change: (rules, core) => {
      const deleted = new Set<string>()
      return change(deleted)(
        {
          ...rules,
          referrers: {
            ...rules.referrers,
            forget: (repository, manifest) => {
              deleted.add(`${repository.name} ${manifest.digest}`)
              return rules.referrers.forget(repository, manifest)
            },
          },
        },
        core,
      )
    },
  }
}

const was = (deleted: ReadonlySet<string>, repository: Pick<Repository, 'name'>, { digest }: { digest: string }) =>
  deleted.has(`${repository.name} ${digest}`)

/** Faults of lists of referrers that show under a condition or after a history alone. */
const referrers: readonly Fault[] = [
  {
    name: 'refused-referrers-listed',
    description: 'A referrer that was refused for what it lacks is listed',
    breaks: 'listing-referrers/same-repository',
    change: (rules) => {
      const refused: { repository: string; manifest: StoredManifest }[] = []
      return {
        manifests: {
          missingReferences: (push) => {
            const missing = rules.manifests.missingReferences(push)
            if (missing.length > 0) refused.push({ repository: push.repository.name, manifest: push.manifest })
            return missing
          },
        },
        referrers: {
          listed: async (call, repository) => [
            ...(await rules.referrers.listed(call, repository)),
            ...refused
              .filter((one) => one.repository === call.name)
              .map(({ manifest }) => manifest)
              .filter(({ content }) => content.subject?.digest === call.reference),
          ],
        },
      }
    },
  },
  validatedForEver(
    {
      name: 'referrers-304-for-ever',
      description: 'Who has a list of referrers is told that it is unchanged, whatever was pushed since',
      breaks: 'enabling-referrers/new-listed',
    },
    paths.referrers,
  ),
  answering({
    name: 'list-406-for-any-type',
    breaks: 'listing-referrers/found',
    description: 'A list is refused to who takes any type',
    when: (request) => asks(request, 'GET', paths.referrers) && request.headers.get('Accept') === '*/*',
    change: () => emptyResponse(406),
  }),
  {
    name: 'filter-cut-at-odd-characters',
    description: 'A type that is asked for is cut at the first of the characters ! # $ & ^',
    breaks: 'listing-referrers/filter-true',
    change: (rules) => ({
      referrers: { wanted: (call) => rules.referrers.wanted(call).map((type) => type.split(/[!#$&^]/)[0]!) },
    }),
  },
  {
    name: 'filter-by-empty-type',
    description: 'An image with an empty artifactType is filtered by that, not by the type of its config',
    breaks: 'listing-referrers/filter-true',
    change: (rules) => ({
      referrers: {
        matches: (entry, wanted, call) => {
          const json = JSON.parse(Buffer.from(entry.manifest.bytes).toString('utf8')) as { artifactType?: string }
          return json.artifactType === '' ? wanted.includes('') : rules.referrers.matches(entry, wanted, call)
        },
      },
    }),
  },
  deletedStaysListed({
    name: 'deleted-referrers-of-docker-images-listed',
    description: 'A deleted referrer of a docker image stays in its list',
    when: (manifest) => subjectType(manifest) === mediaTypes.dockerImage,
  }),
  {
    name: 'referrers-of-indexes-deleted-everywhere',
    description: 'A referrer of an index that is deleted in one repository is listed in none',
    breaks: 'listing-referrers/same-repository',
    change: (rules, core) => ({
      referrers: {
        forget: async (repository, manifest) => {
          const everywhere =
            subjectType(manifest) === mediaTypes.index ? core.store.repositories.values() : [repository]
          for (const one of everywhere) await rules.referrers.forget(one, manifest)
        },
      },
    }),
  },
  afterDelete(
    {
      name: 'referrers-of-indexes-listed-once-only',
      description: 'A referrer of an index that was deleted is not listed when it is pushed again',
      breaks: 'enabling-referrers/new-listed',
    },
    (deleted) => (rules) => ({
      referrers: {
        forget: rules.referrers.forget,
        listed: async (call, repository) =>
          (await rules.referrers.listed(call, repository)).filter(
            (one) => subjectType(one) !== mediaTypes.index || !repository || !was(deleted, repository, one),
          ),
      },
    }),
  ),
  afterDelete(
    {
      name: 'returned-images-not-filtered',
      description: 'A filter does not find an image that was deleted and pushed again',
      breaks: 'listing-referrers/filter-true',
    },
    (deleted) => (rules) => ({
      referrers: {
        forget: rules.referrers.forget,
        matches: (entry, wanted, call) => {
          const isPlain = !isIndex(entry.manifest) && entry.manifest.content.artifactType === undefined
          const returned = isPlain && was(deleted, call, entry.manifest)
          return !returned && rules.referrers.matches(entry, wanted, call)
        },
      },
    }),
  ),
]

/** Faults of lists that show under a condition or after a history alone. */
export const listConditionFaults: readonly Fault[] = [...tags, ...referrers]
