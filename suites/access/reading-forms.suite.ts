import { type Check, check, given } from '../../src/check/define.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import { expectRefused } from './expect-access.ts'
import { type AskedRead, askedReads } from './forms/asked.ts'
import type { Subject } from './forms/reads.ts'

/** Fails when one of these reads was granted. @throws NotApplicable when nobody of this sort asked */
function expectNoneGranted(asked: readonly AskedRead[], who: 'users' | 'anonymous', about?: readonly Subject[]): void {
  const those = asked.filter(({ place }) => (place.identity.declared.credentials !== undefined) === (who === 'users'))
  if (those.length === 0) throw new NotApplicable(`${who} may read both repositories`)
  for (const { place, form, response } of those) {
    if (about?.includes(form.about) ?? true) expectRefused(response, place, form.name)
  }
}

/** What must not be read in any form of the request. */
export const readingForms: readonly Check[] = [
  ...given({ features: ['identities'] }, [
    ...given({ needs: ['access/pull-refused', 'access/head-refused'] }, [
      check('access/pull-forms-refused', askedReads, (asked) => expectNoneGranted(asked, 'users', ['manifests'])),
    ]),
    ...given({ needs: ['access/blob-refused', 'access/head-refused'] }, [
      check('access/blob-forms-refused', askedReads, (asked) => expectNoneGranted(asked, 'users', ['blobs'])),
    ]),
    ...given({ needs: ['access/tags-refused', 'access/next-page-refused'] }, [
      check('access/tags-forms-refused', askedReads, (asked) => expectNoneGranted(asked, 'users', ['tags', 'pages'])),
    ]),
    ...given({ features: ['referrers'], needs: ['access/list-refused', 'access/next-page-refused'] }, [
      check('access/list-forms-refused', askedReads, (asked) => expectNoneGranted(asked, 'users', ['lists'])),
    ]),
  ]),
  ...given({ features: ['anonymous'], needs: ['access/anonymous-reads-refused'] }, [
    check('access/anonymous-read-forms-refused', askedReads, (asked) => expectNoneGranted(asked, 'anonymous')),
  ]),
]
