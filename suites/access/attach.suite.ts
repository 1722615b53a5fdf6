import { type Check, type Context, check, given, scenario } from '../../src/check/define.ts'
import { expect, expectStatus } from '../../src/check/expect.ts'
import { expectOnly } from '../../src/check/list.ts'
import type { Repository } from '../../src/check/repository.ts'
import { few, short } from '../../src/text/shorten.ts'

/** Somebody who may read A: one who may do nothing else, where there is one. */
function readerOf({ identities, repo }: Context): Repository {
  return identities.find(({ declared }) => declared.credentials && declared.a.includes('read'))?.repo ?? repo
}

/** What shows of a subject in A: the digests of its list, and whether a tag is among the tags. */
async function visible(reader: Repository, context: Context, subject: { digest: string }, tags: readonly string[]) {
  const listed = context.has('referrers') ? (await reader.referrers(subject)).digests : []
  const response = await reader.send('GET', 'tags/list')
  return [...[...listed].sort().map(short), ...tags.filter((tag) => response.text().includes(`"${tag}"`))]
}

/** The heart of it: the vendor has no rights in A, where the subject is, and attaches to it in B. */
const attaching = scenario('a vendor without rights on A attaches in B', async (context) => {
  const { repo: a, make } = context
  const { alt: b } = context.as('vendor')
  const subject = await a.push(make.image(), { tag: make.tag() })
  const own = await a.push(make.artifact({ subject }))
  const reader = readerOf(context)
  if (context.has('referrers')) await a.settled(subject, { has: [own] })
  const referrers = [make.artifact({ subject }), make.image({ subject }), make.index({ subject })]
  const tag = make.tag()
  const before = await visible(reader, context, subject, [tag])
  const puts = []
  for (const one of referrers) puts.push(await b.put(one))
  puts.push(await b.put(referrers[0]!, { tag }))
  return { subject, referrers, puts, before, tag, reader }
})

export const attach: readonly Check[] = given({ features: ['vendor'], needs: ['access/read-granted'] }, [
  ...given({ needs: ['access/write-granted', 'referrers/alternate-accepted'] }, [
    check('access/attach-accepted', attaching, ({ puts }) => {
      for (const put of puts) expectStatus(put, 201, 'the subject is in a repository without rights for this user')
    }),
  ]),
  ...given({ needs: ['access/attach-accepted'] }, [
    ...given({ features: ['referrers'], needs: ['referrers/alternate-listed'] }, [
      check('access/attach-listed', attaching, async ({ subject, referrers }, context) => {
        expectOnly(await context.as('vendor').alt.settled(subject, { has: referrers }), referrers)
      }),
    ]),
    check('access/attach-unseen', attaching, async ({ subject, before, tag, reader }, context) => {
      const after = await visible(reader, context, subject, [tag])
      const fresh = after.filter((one) => !before.includes(one))
      expect(fresh.length === 0 && after.length === before.length, {
        problem: 'attached-changes-subject',
        parts: [context.alt.name, context.repo.name],
        expected: `the same list and tags as before: ${few(before)}`,
        actual: fresh.length > 0 ? `besides, there is ${few(fresh)}` : `there is only ${few(after)}`,
      })
    }),
  ]),
])
