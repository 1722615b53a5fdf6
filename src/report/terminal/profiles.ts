import type { Outcome } from '../../outcome/outcome.ts'
import type { Page } from '../../text/page.ts'
import { partsOf, scoreText } from '../profiles.ts'

/** Each profile that the registry claims: what everybody owes who does, and what is optional. */
export function printProfiles(page: Page, { profiles }: Outcome): void {
  if (profiles.length === 0) return
  page.heading('Profiles')
  const { green, red, dim } = page.colors
  const paints = { yes: green, no: red, unjudged: dim } as const
  for (const profile of profiles) {
    for (const [at, [part, score]] of partsOf(profile).entries()) {
      const label = at === 0 ? profile.name : ''
      page.field(label.padEnd(12) + part, scoreText(score), { column: 22, paint: paints[score.conforms] })
    }
  }
}
