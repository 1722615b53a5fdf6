import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import { expectNotRefused } from '../../src/check/repository.ts'
import { expectPartOrWhole } from './expect-part.ts'
import {
  expectDigests,
  expectFound,
  expectNotFound,
  expectNotPulled,
  expectPulled,
  expectSizes,
  expectTrueDigests,
  getPart,
  look,
  lookOnceGone,
} from './look.ts'
import { deleteBlob, expectGranted, mountBlob, pushBlob } from './steps.ts'

const elsewhere = scenario('a blob that only the other repository has', async ({ repo, alt, make }) => {
  const blob = make.blob()
  await pushBlob(alt, blob)
  const [there, part] = await Promise.all([
    look(repo, blob, 'only another repository has it'),
    getPart(repo, blob.digest, 'bytes=2-9'),
  ])
  return { blob, there, part }
})

const deletedElsewhere = scenario('a delete of a blob that only the other repository has', async (context) => {
  const { repo, alt, make } = context
  const blob = make.blob()
  await pushBlob(repo, blob)
  const response = await alt.send('DELETE', `blobs/${blob.digest}`)
  return { response, survivor: await look(repo, blob, 'another repository, which lacks it, was asked to delete it') }
})

/** Asked for, pushed to both, deleted in one, deleted again, pushed again, deleted in the other one. */
const both = scenario('a blob of both repositories is deleted in one', async ({ repo, alt, make }) => {
  const blob = make.blob()
  const before = await look(repo, blob, 'nobody pushed it yet')
  await Promise.all([pushBlob(repo, blob), pushBlob(alt, blob)])
  const pushed = await look(repo, blob, 'it was pushed after it was asked for')
  await deleteBlob(repo, blob)
  const gone = await lookOnceGone(repo, blob, 'it was deleted, which another repository still has')
  const [survivor, twice] = await Promise.all([
    look(alt, blob, 'it was deleted in another repository alone'),
    repo.send('DELETE', `blobs/${blob.digest}`),
  ])
  await pushBlob(repo, blob)
  const again = await look(repo, blob, 'it was deleted and pushed again')
  await deleteBlob(alt, blob)
  const goneThere = await lookOnceGone(alt, blob, 'it was deleted, which another repository has again')
  const remainingHere = await look(repo, blob, 'it was deleted in another repository alone')
  alt.willHold(blob)
  // In the other order of parameters than elsewhere.
  const query = `from=${encodeURIComponent(repo.name)}&mount=${encodeURIComponent(blob.digest)}`
  const mount = await alt.send('POST', `blobs/uploads/?${query}`, { body: new Uint8Array() })
  const mounted = await look(alt, blob, 'it was deleted in both repositories, came back to one and was mounted from it')
  return { before, pushed, gone, survivor, twice, again, goneThere, remainingHere, mount, mounted }
})

/** A blob is mounted from one repository into the other, then deleted in one of them. */
const mounted = scenario('a mounted blob is deleted in one repository', async ({ repo, alt, make }) => {
  const deleteIn = async (label: string, sourceDies: boolean) => {
    const blob = make.part(label).blob()
    await pushBlob(repo, blob)
    await mountBlob(alt, blob, repo)
    await deleteBlob(sourceDies ? repo : alt, blob)
    const gone = await lookOnceGone(sourceDies ? repo : alt, blob, 'it was deleted, which another repository has')
    const survivor = sourceDies
      ? await look(alt, blob, 'it was deleted where it had been mounted from')
      : await look(repo, blob, 'it was deleted where it had been mounted')
    const part = await getPart(sourceDies ? alt : repo, blob.digest, 'bytes=2-9')
    return { gone, survivor, part }
  }
  const [source, target] = await Promise.all([deleteIn('source', true), deleteIn('target', false)])
  return { source, target }
})

/** Blobs are of one repository: what others hold, mount and delete does not show in it. */
export const isolation: readonly Check[] = given({ needs: ['blobs/push', 'blobs/pull'] }, [
  check('blobs/elsewhere', elsewhere, ({ there }) => expectNotPulled([there])),
  // Where GET takes no notice of the repository, nothing else will.
  ...given({ needs: ['blobs/elsewhere'] }, [
    check('blobs/elsewhere-part', elsewhere, ({ part }) => expectStatus(part, 404, 'only another repository has it')),
  ]),
  ...given({ needs: ['blobs/elsewhere', 'blobs/head-unknown'] }, [
    check('blobs/elsewhere-head', elsewhere, ({ there }) => expectNotFound([there])),
  ]),

  ...given({ features: ['delete-blob'], needs: ['blobs/elsewhere'] }, [
    check('blobs/delete-elsewhere', deletedElsewhere, ({ response }) => {
      expectNotRefused(response)
      expectStatus(response, 404, 'only another repository has it')
    }),
    ...given({ needs: ['blobs/delete-elsewhere', 'blobs/head'] }, [
      check('blobs/delete-elsewhere-kept', deletedElsewhere, ({ survivor }) => {
        expectPulled([survivor])
        expectFound([survivor])
      }),
    ]),
    ...given({ needs: ['blobs/delete-accepted'] }, [
      check('blobs/asked-before', both, ({ pushed }) => expectPulled([pushed])),
      check('blobs/deleted-here', both, ({ gone, goneThere }) => expectNotPulled([gone, goneThere])),
      ...given({ needs: ['blobs/asked-before'] }, [
        check('blobs/deleted-pushed-again', both, ({ again }) => expectPulled([again])),
      ]),
      ...given({ needs: ['blobs/asked-before', 'blobs/deleted-pushed-again'] }, [
        check('blobs/deleted-here-only', both, ({ survivor, remainingHere }) =>
          expectPulled([survivor, remainingHere]),
        ),
      ]),
      ...given(
        { needs: ['blobs/head', 'blobs/mounted-head', 'blobs/deleted-here-only', 'blobs/range', 'blobs/mounted-part'] },
        [
          check('blobs/deleted-mount-stays', mounted, ({ source: { survivor, part } }) => {
            expectPulled([survivor])
            expectFound([survivor])
            expectPartOrWhole(part, survivor.blob.bytes, [2, 9])
          }),
          check('blobs/deleted-source-stays', mounted, ({ target: { survivor } }) => {
            expectPulled([survivor])
            expectFound([survivor])
          }),
        ],
      ),
      ...given(
        { needs: ['blobs/mounted', 'blobs/mounted-head', 'blobs/deleted-pushed-again', 'blobs/mount-deleted'] },
        [
          check('blobs/returned-mounted', both, ({ mount, mounted: there }) => {
            expectGranted(mount)
            expectPulled([there])
            expectFound([there])
          }),
        ],
      ),
      ...given({ needs: ['blobs/deleted-here', 'blobs/head-unknown'] }, [
        check('blobs/deleted-head', both, ({ before, gone, goneThere }) => expectNotFound([before, gone, goneThere])),
      ]),
      ...given({ needs: ['blobs/deleted-here', 'blobs/head-unknown', 'blobs/mount-response'] }, [
        check('blobs/mount-deleted', mounted, ({ source, target }) => expectNotPulled([source.gone, target.gone])),
      ]),
      ...given({ needs: ['blobs/deleted-here', 'blobs/delete-unknown', 'blobs/delete-elsewhere'] }, [
        check('blobs/delete-twice', both, ({ twice }) => {
          expectNotRefused(twice)
          expectStatus(twice, 404, 'it was deleted before')
        }),
      ]),
      ...given({ needs: ['blobs/deleted-head', 'blobs/mount-deleted'] }, [
        check('blobs/mount-deleted-head', mounted, ({ source, target }) => expectNotFound([source.gone, target.gone])),
      ]),
      // What GET does not find, HEAD will not find either.
      ...given({ needs: ['blobs/head', 'blobs/deleted-here-only', 'blobs/deleted-pushed-again'] }, [
        check('blobs/head-after', both, ({ pushed, survivor, again, remainingHere }) =>
          expectFound([pushed, survivor, again, remainingHere]),
        ),
      ]),
      ...given({ needs: ['blobs/head-size'] }, [
        check('blobs/head-size-after', both, ({ pushed, survivor, again, remainingHere }) =>
          expectSizes([pushed, survivor, again, remainingHere]),
        ),
      ]),
      ...given({ needs: ['blobs/head-digest'] }, [
        check('blobs/head-digest-after', both, ({ pushed, survivor, again, remainingHere }) =>
          expectDigests([pushed, survivor, again, remainingHere]),
        ),
      ]),
      ...given({ needs: ['blobs/digest-true'] }, [
        check('blobs/digest-true-after', both, ({ pushed, survivor, again, remainingHere }) =>
          expectTrueDigests([pushed, survivor, again, remainingHere]),
        ),
      ]),
    ]),
  ]),
])
