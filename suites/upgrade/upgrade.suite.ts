import { type Check, check, given, observe, scenario } from '../../src/check/define.ts'
import { entryOf, expectHas } from '../../src/check/list.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import { expectAnnotations, expectField } from '../referrers/expect-entry.ts'
import { upgradeContent } from './content.ts'

const upgraded = scenario('what was there before the API', async ({ seeded }) => {
  if (!seeded) throw new NotApplicable('there is nothing from --upgrade-seed')
  return upgradeContent(seeded)
})

/** A registry that got the API after clients had kept lists under tags. */
export const upgrade: readonly Check[] = given({ features: ['referrers', 'upgrade-seed'] }, [
  check('upgrade/listed', upgraded, async ({ subject, listed }, { repo }) => {
    expectHas(await repo.settled(subject, { has: listed }), listed)
  }),
  ...given({ needs: ['upgrade/listed'] }, [
    check('upgrade/entries', upgraded, async ({ subject, listed }, { repo }) => {
      const list = await repo.settled(subject, { has: listed })
      for (const one of listed) {
        expectField(list, entryOf(list, one), one, 'artifactType', one.artifactType)
        expectField(list, entryOf(list, one), one, 'size', one.bytes.length)
        expectAnnotations(list, entryOf(list, one), one)
      }
    }),
  ]),
  check('upgrade/new-listed', upgraded, async ({ subject, listed }, { repo, make }) => {
    const late = await repo.push(make.artifact({ subject }))
    expectHas(await repo.settled(subject, { has: [late] }), [late])
    expectHas(await repo.settled(subject, { has: listed }), listed)
  }),
  observe('upgrade/unlisted', upgraded, async ({ subject, unlisted }, { repo }) => {
    return (await repo.referrers(subject)).digests.includes(unlisted.digest) ? 'listed' : 'not listed'
  }),
])
