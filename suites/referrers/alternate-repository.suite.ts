import { type Check, check, given, observe, scenario } from '../../src/check/define.ts'
import { expectHeader, expectStatus, stateViolation } from '../../src/check/expect.ts'
import { expectOnly, isObject } from '../../src/check/list.ts'
import { expectAccepted, expectNotRefused, expectReferrers } from '../../src/check/repository.ts'
import { asStep, Violation, violation } from '../../src/check/violation.ts'

/** The heart of it: the subject lies in A only, a third party attaches to it in B only. */
const vendor = scenario('a vendor attaches in B to a subject in A', async ({ repo: a, alt: b, make }) => {
  const subject = await a.push(make.part('subject').image())
  const referrers = [make.artifact({ subject }), make.image({ subject }), make.index({ subject })] as const
  const puts = [await b.put(referrers[0]), await b.put(referrers[1], { tag: make.tag() }), await b.put(referrers[2])]
  /** Nothing is judged of referrers that were refused. */
  const pushed = () => {
    for (const put of puts) expectAccepted('referrers/alternate-accepted', put)
    return referrers
  }
  return { subject, referrers, puts, pushed }
})

const both = scenario(
  'the same referrers in A and in B, each deleted in one',
  async ({ repo: a, alt: b, make, has }) => {
    const subject = make.absent()
    const [goneInA, goneInB] = [make.artifact({ subject }), make.image({ subject })]
    const all = [goneInA, goneInB]
    for (const repository of [a, b]) for (const one of all) await repository.push(one)
    const lists = await Promise.all([a, b].map((one) => one.settled(subject, { has: all }).catch(violation)))
    const responses = has('delete-manifest') ? [await a.delete(goneInA.digest), await b.delete(goneInB.digest)] : []
    return { subject, goneInA, goneInB, all, lists, responses }
  },
)

const arrivesHere = scenario(
  'the subject arrives in B after its referrers there',
  async ({ repo: a, alt: b, make }) => {
    const subject = await a.push(make.image())
    const referrer = await b.push(make.artifact({ subject }))
    await b.push(subject)
    return { subject, referrer }
  },
)

const apart = scenario('referrers of one subject, some in A, some in B', async ({ repo: a, alt: b, make, has }) => {
  const subject = make.image()
  const type = make.mediaType('+json')
  const inA = [make.artifact({ subject, artifactType: type }), make.index({ subject })]
  const inB = [make.artifact({ subject, artifactType: type }), make.image({ subject })]
  for (const one of inB) await b.push(one)
  await a.push(subject)
  const read = async () => ({ there: await b.settled(subject, { has: inB }), here: await a.referrers(subject) })
  const arrived = has('referrers') ? await read().catch(violation) : undefined
  for (const one of inA) await a.push(one)
  return { subject, inA, inB, type, arrived }
})

const prefixes = scenario('repositories whose names start alike', async ({ alt, make }) => {
  const subject = make.absent()
  const repositories = [alt, alt.sibling(`${alt.name}/inner`), alt.sibling(`${alt.name}x`)]
  const pushed = await Promise.all(
    repositories.map(async (repository) => {
      const referrer = make.artifact({ subject })
      return { repository, referrer: await repository.push(referrer) }
    }),
  )
  return { subject, pushed }
})

export const alternateRepository: readonly Check[] = [
  check('referrers/alternate-accepted', vendor, ({ puts }) => {
    for (const put of puts) expectStatus(put, 201, 'the subject exists, but in another repository')
  }),
  check('referrers/alternate-subject-stays-absent', vendor, async ({ subject, pushed }, { alt: b }) => {
    pushed()
    expectStatus(await b.get(subject.digest), 404, 'it was pushed to another repository only')
    expectStatus(await b.get(subject.digest, 'HEAD'), 404, 'it was pushed to another repository only')
  }),
  check('referrers/alternate-not-readable', vendor, async ({ pushed }, { repo: a }) => {
    for (const one of pushed()) {
      expectStatus(await a.get(one.digest), 404, 'it was pushed to another repository only')
      expectStatus(await a.get(one.digest, 'HEAD'), 404, 'it was pushed to another repository only')
    }
  }),
  ...given({ features: ['delete-manifest'] }, [
    check('referrers/alternate-not-deletable', vendor, async ({ pushed }, { repo: a, alt: b }) => {
      const [referrer] = pushed()
      // How the deletion of something that is not there is answered, is judged elsewhere.
      await a.delete(referrer.digest)
      expectStatus(await b.get(referrer.digest), 200, 'another repository was asked to delete it')
    }),
  ]),

  ...given({ features: ['referrers'], needs: ['referrers/alternate-accepted'] }, [
    check('referrers/alternate-subject-header', vendor, ({ puts: [artifact, image], subject, pushed }) => {
      pushed()
      expectHeader(artifact!, 'OCI-Subject', subject.digest)
      expectHeader(image!, 'OCI-Subject', subject.digest)
    }),
    check('referrers/alternate-status', vendor, async ({ subject }, { alt: b }) => {
      expectStatus(await b.askReferrers(subject), 200, 'the subject lies in another repository only')
    }),
    check('referrers/alternate-listed', vendor, async ({ subject, referrers }, { alt: b }) => {
      await expectReferrers(b, subject, referrers)
    }),
    check('referrers/alternate-repeated', vendor, async ({ subject, referrers }, { repo: a, alt: b }) => {
      await b.settled(subject, { has: referrers })
      // Interleaved, so that a response kept for one repository cannot serve the other unnoticed.
      for (let time = 0; time < 2; time++) {
        await expectReferrers(b, subject, referrers)
        expectOnly(await a.referrers(subject), [])
      }
    }),
    check('referrers/alternate-not-listed-elsewhere', vendor, async ({ subject, referrers }, { repo: a, alt: b }) => {
      await b.settled(subject, { has: referrers })
      expectOnly(await a.referrers(subject), [])
    }),
    ...given({ features: ['filter'] }, [
      check('referrers/alternate-filtered', vendor, async ({ subject, referrers: [artifact] }, { alt: b }) => {
        const { artifactType = '' } = artifact
        expectOnly(await b.settled(subject, { has: [artifact], artifactType }), [artifact])
      }),
      check(
        'referrers/alternate-filtered-not-listed-elsewhere',
        vendor,
        async ({ subject, referrers }, { repo: a, alt: b }) => {
          await b.settled(subject, { has: referrers })
          for (const { artifactType = '' } of referrers) expectOnly(await a.referrers(subject, { artifactType }), [])
        },
      ),
      check('referrers/alternate-apart-filtered', apart, async ({ subject, inA, inB, type }, { repo: a, alt: b }) => {
        expectOnly(await a.settled(subject, { has: inA.slice(0, 1), artifactType: type }), inA.slice(0, 1))
        expectOnly(await b.settled(subject, { has: inB.slice(0, 1), artifactType: type }), inB.slice(0, 1))
      }),
    ]),
    check('referrers/alternate-same-in-both', both, ({ all, lists }) => {
      for (const list of lists) {
        if (list instanceof Violation) throw list
        expectOnly(list, all)
      }
    }),
    ...given({ features: ['delete-manifest'] }, [
      check(
        'referrers/alternate-deleted-in-one',
        both,
        async ({ subject, goneInA, goneInB, responses }, { repo: a, alt: b }) => {
          for (const response of responses) {
            expectNotRefused(response)
            asStep(() => expectStatus(response, 202))
          }
          expectOnly(await a.settled(subject, { has: [goneInB], lacks: [goneInA] }), [goneInB])
          expectOnly(await b.settled(subject, { has: [goneInA], lacks: [goneInB] }), [goneInA])
          expectStatus(await a.get(goneInB.digest), 200, 'only the other repository deleted it')
          expectStatus(await b.get(goneInA.digest), 200, 'only the other repository deleted it')
        },
      ),
    ]),
    check(
      'referrers/alternate-subject-arrives-here',
      arrivesHere,
      async ({ subject, referrer }, { repo: a, alt: b }) => {
        await expectReferrers(b, subject, [referrer])
        expectOnly(await a.referrers(subject), [])
      },
    ),
    check('referrers/alternate-subject-arrives-there', apart, ({ inB, arrived }) => {
      if (arrived instanceof Violation) throw arrived
      if (!arrived) return
      expectOnly(arrived.there, inB)
      expectOnly(arrived.here, [])
    }),
    check('referrers/alternate-apart', apart, async ({ subject, inA, inB }, { repo: a, alt: b }) => {
      await expectReferrers(a, subject, inA)
      await expectReferrers(b, subject, inB)
    }),
    ...given({ features: ['sibling-repositories'] }, [
      check('referrers/alternate-names-alike', prefixes, async ({ subject, pushed }) => {
        for (const { repository, referrer } of pushed) {
          await expectReferrers(repository, subject, [referrer])
        }
      }),
    ]),
    check('referrers/unknown-repository-shows-nothing', vendor, async ({ subject, referrers }, { alt: b, make }) => {
      await b.settled(subject, { has: referrers })
      const response = await b.sibling(`${b.name}-${make.word()}`).askReferrers(subject)
      const shown = referrers.filter(({ digest }) => response.text().includes(digest))
      if (shown.length === 0)
        return expectStatus(response, [200, 400, 401, 403, 404], 'nobody wrote to this repository')
      throw stateViolation({
        problem: 'unknown-repository-shows-referrers',
        expected: ['an empty list', 'status 404, 401 or 403'],
        actual: `status ${response.status} and ${shown.length} referrers of ${b.name}`,
        at: response,
      })
    }),
    observe('referrers/unknown-repository', async ({ repo, make }) => {
      const response = await repo.sibling(`${repo.name}-${make.word()}`).askReferrers(make.digest())
      return response.status === 200
        ? `200 with ${entries(response.text())}`
        : `${response.status}${codes(response.text())}`
    }),
  ]),
]

function entries(text: string): string {
  try {
    const json: unknown = JSON.parse(text)
    if (isObject(json) && Array.isArray(json['manifests']))
      return json['manifests'].length === 0 ? 'an empty list' : `${json['manifests'].length} entries`
  } catch {}
  return 'a body that is no list'
}

/** The error codes of a body, as ` NAME_UNKNOWN`. */
function codes(text: string): string {
  return [...text.matchAll(/"code"\s*:\s*"([A-Z_]{1,40})"/g)].map((match) => ` ${match[1]}`).join('')
}
