import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectHas } from '../../src/check/list.ts'
import { NotApplicable, Violation, violation } from '../../src/check/violation.ts'
import { listOf } from '../referrers/list-of.ts'
import { expectFound, expectNotFound, expectNotPulled, expectPulled } from './expect-look.ts'
import { look } from './look.ts'
import { removeWhole } from './remove-whole.ts'

/** A manifest with a subject that gets its tags with one push by digest. */
const tagged = scenario('a referrer with tags in the query of its push', async ({ repo, make, has }) => {
  const subject = make.absent()
  const referrer = make.artifact({ subject })
  const tags = [make.tag(), make.tag()]
  await repo.bring(referrer)
  repo.willHold(referrer)
  for (const tag of tags) repo.willHoldThis({ kind: 'tag', reference: tag })
  const query = tags.map((tag) => `tag=${tag}`).join('&')
  const response = await repo.send('PUT', `manifests/${referrer.digest}?${query}`, {
    headers: { 'content-type': referrer.mediaType },
    body: referrer.bytes,
    content: { manifest: referrer.kind, reference: 'digest', subject: true },
  })
  const named = response.headerLines('oci-tag').flatMap((line) => line.split(',').map((tag) => tag.trim()))
  if (!tags.every((tag) => named.includes(tag)))
    throw new NotApplicable(`the target does not take these tags in the query (status ${response.status})`)
  const after = 'it was pushed with two tags in the query'
  const looks = await Promise.all(tags.map((tag) => look(repo, tag, referrer, after)))
  // Read here: another scenario deletes it.
  const list = has('referrers') ? await listOf(repo, subject, [referrer]).catch(violation) : undefined
  return { referrer, tags, looks, list }
})

const deleted = scenario('a manifest is deleted that got its tags in the query', async (context) => {
  const { referrer, tags } = await context.use(tagged)
  // One tag is deleted first, where that can be done: both deletes are of the same manifest.
  if (context.has('delete-tag')) await context.use(untagged)
  await removeWhole(context, referrer.digest, context.has('delete-tag') ? tags.slice(1) : tags)
  const after = 'its manifest was deleted, and it was pushed in the query'
  return [await look(context.repo, tags.at(-1)!, undefined, after)]
})

const untagged = scenario('a tag is deleted that came in the query', async ({ repo, use }) => {
  const { tags } = await use(tagged)
  await repo.remove(tags[0]!)
  return [await look(repo, tags[0]!, undefined, 'it came in the query of a push, and was deleted')]
})

/** A registry may make the tags of what it knows by the first algorithm alone. */
const bySha512 = scenario('an image by its sha512 digest with a tag in the query', async ({ repo, make }) => {
  const [image, tag] = [make.image({ algorithm: 'sha512' }), make.tag()]
  await repo.bring(image)
  repo.willHold(image)
  repo.willHoldThis({ kind: 'tag', reference: tag })
  const response = await repo.send('PUT', `manifests/${image.digest}?tag=${tag}`, {
    headers: { 'content-type': image.mediaType },
    body: image.bytes,
  })
  if (!response.headerLines('oci-tag').join().includes(tag))
    throw new NotApplicable(`the target does not take this tag in the query (status ${response.status})`)
  return [await look(repo, tag, image, 'it came in the query of a push by a sha512 digest')]
})

/** What holds of a manifest and its tags holds where the tags came with a push by digest. */
export const tagParameters: readonly Check[] = given({ needs: ['manifests/tag-parameters', 'manifests/head'] }, [
  check('manifests/tag-parameters-found', tagged, ({ looks }) => {
    expectPulled(looks)
    expectFound(looks)
  }),
  ...given({ features: ['sha512'], needs: ['manifests/sha512', 'manifests/tag-parameters-found'] }, [
    check('manifests/tag-parameters-sha512', bySha512, (looks) => {
      expectPulled(looks)
      expectFound(looks)
    }),
  ]),
  ...given({ features: ['referrers'], needs: ['referrers/listed'] }, [
    check('referrers/tag-parameters-listed', tagged, ({ referrer, list }) => {
      if (list instanceof Violation) throw list
      if (list) expectHas(list, [referrer])
    }),
  ]),
  ...given({ features: ['delete-tag'], needs: ['manifests/deleted-tag', 'manifests/tag-parameters-found'] }, [
    check('manifests/tag-parameters-untagged', untagged, (looks) => {
      expectNotPulled(looks)
      expectNotFound(looks)
    }),
  ]),
  ...given({ features: ['delete-manifest'], needs: ['manifests/deleted-with-tag', 'manifests/tag-parameters-found'] }, [
    check('manifests/tag-parameters-deleted', deleted, (looks) => {
      expectNotPulled(looks)
      expectNotFound(looks)
    }),
  ]),
])
