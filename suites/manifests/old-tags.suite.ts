import { type Check, type Context, check, given, scenario } from '../../src/check/define.ts'
import { expectAccepted } from '../../src/check/repository.ts'
import { allTags, expectTags } from '../tags/read-tags.ts'
import { expectFound, expectNotFound, expectNotPulled, expectPulled } from './expect-look.ts'
import { look } from './look.ts'
import { moveTag } from './move-tag.ts'
import { removeWhole } from './remove-whole.ts'

/** A tag moves from one manifest, which keeps another tag, to a second one. */
async function moved({ repo, make }: Context) {
  const [old, now, tag, other] = [make.image(), make.index(), make.tag(), make.tag()]
  await repo.push(old, { tag })
  await repo.push(old, { tag: other })
  await moveTag(repo, now, tag)
  return { old, now, tag, other }
}

const oldDeleted = scenario('what a tag named before is deleted and pushed again', async (context) => {
  const { repo } = context
  const { old, now, tag, other } = await moved(context)
  await removeWhole(context, old.digest, [other])
  const after = 'what its tag named before was deleted'
  const survivors = [await look(repo, tag, now, after), await look(repo, now.digest, now, after)]
  expectAccepted('manifests/deleted-again-accepted', await repo.put(old))
  const again = 'what its tag named before was deleted and pushed again'
  const back = [await look(repo, tag, now, again), await look(repo, old.digest, old, again)]
  return { now, tag, survivors, back }
})

const nowDeleted = scenario('what a tag moved to is deleted', async (context) => {
  const { now, tag } = await context.use(oldDeleted)
  await removeWhole(context, now.digest, [tag])
  return [await look(context.repo, tag, undefined, 'what it moved to was deleted, and what it named before is there')]
})

const movedDeleted = scenario('a tag that moved is deleted', async (context) => {
  const { repo, make } = context
  const { old, now, tag, other } = await moved(context)
  const latest = make.tag()
  await repo.push(now, { tag: latest })
  await repo.remove(tag)
  const after = 'the tag moved and was deleted'
  return {
    tag,
    gone: await look(repo, tag, undefined, after),
    survivors: [await look(repo, other, old, after), await look(repo, latest, now, after)],
  }
})

/** What a tag named before it moved has nothing to do with it any more. */
export const oldTags: readonly Check[] = given({ needs: ['manifests/tag-moved', 'manifests/moved-back-pulled'] }, [
  ...given({ features: ['delete-manifest'], needs: ['manifests/delete-by-digest', 'manifests/deleted-again-pulled'] }, [
    check('manifests/old-deleted-keeps-tag', oldDeleted, ({ survivors }) => {
      expectPulled(survivors)
      expectFound(survivors)
    }),
    check('manifests/old-returned-keeps-tag', oldDeleted, ({ back }) => {
      expectPulled(back)
      expectFound(back)
    }),
    ...given({ needs: ['manifests/deleted-with-tag', 'manifests/old-deleted-keeps-tag'] }, [
      check('manifests/moved-tag-gone-with-manifest', nowDeleted, (gone) => {
        expectNotPulled(gone)
        expectNotFound(gone)
      }),
    ]),
  ]),
  ...given({ features: ['delete-tag'], needs: ['manifests/delete-tag', 'manifests/deleted-tag'] }, [
    check('manifests/moved-tag-deleted', movedDeleted, ({ gone, survivors }) => {
      expectNotPulled([gone])
      expectNotFound([gone])
      expectPulled(survivors)
    }),
    ...given({ features: ['tags-list'], needs: ['tags/complete', 'tags/deleted-not-listed'] }, [
      check('tags/moved-deleted-not-listed', movedDeleted, async ({ tag }, { repo }) => {
        await repo.eventually(async () => {
          const { tags, last } = await allTags(repo)
          expectTags(tags, { has: [], lacks: [tag] }, last)
        })
      }),
    ]),
  ]),
])
