import type { ProfileName, Tier } from '../catalogue/profiles.ts'
import type { CheckOutcome, Finding, ProfileOutcome, Score } from '../outcome/outcome.ts'

/** How each profile came out, core and extended apart. */
export function scoresOf(
  profiles: readonly ProfileName[],
  checks: readonly CheckOutcome[],
  findings: readonly Finding[],
): ProfileOutcome[] {
  const explained = new Set(findings.flatMap(({ blocks }) => blocks))
  return profiles.map((name) => {
    const own = checks.filter(({ profile }) => profile === name)
    const of = (tier: Tier) =>
      score(
        own.filter((check) => check.tier === tier),
        explained,
      )
    return { name, core: of('core'), extended: of('extended') }
  })
}

/** What the text leaves open is in no score. Blocked checks count against a registry only where a finding says why. */
function score(checks: readonly CheckOutcome[], explained: ReadonlySet<string>): Score {
  const ids = (verdict: CheckOutcome['verdict']) =>
    checks.filter((check) => check.verdict === verdict).map(({ id }) => id)
  const [pass, fail, blocked, warn, skip] = [ids('pass'), ids('fail'), ids('blocked'), ids('warn'), ids('skip')]
  const bad = fail.length > 0 || blocked.some((id) => explained.has(id))
  const unjudged = blocked.length > 0 || pass.length + warn.length === 0
  return {
    conforms: bad ? 'no' : unjudged ? 'unjudged' : 'yes',
    pass: pass.length,
    fail: fail.length,
    blocked: blocked.length,
    warn: warn.length,
    skip: skip.length,
  }
}
