import { type Check, given, type Look, monitor } from '../../src/check/define.ts'
import { nextPage } from '../../src/check/list.ts'
import { Violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import type { Endpoint } from '../../src/outcome/violation.ts'
import { asked } from './asked.ts'
import { expectForm } from './expect-field.ts'
import { everySort } from './steps.ts'

/** The Link of a list can be read and has the relation next. Whether another origin may serve pages is left open. */
function readable(of: Endpoint): Look {
  return (response) => {
    const { endpoint, method } = asked(response)
    if (endpoint !== of || method !== 'GET' || response.status !== 200) return false
    if (response.header('link') === undefined) return false
    expectForm(response, 'Link', leadsOn(response), '<URL>; rel="next"')
    return true
  }
}

function leadsOn(response: RegistryResponse): boolean {
  try {
    return nextPage(response) !== undefined
  } catch (cause) {
    if (cause instanceof Violation && cause.facts.kind === 'link' && cause.facts.problem === 'other-origin') return true
    throw cause
  }
}

/** What lists say in Link. */
export const link: readonly Check[] = [
  monitor('responses/tags-link', () => readable('tags'), everySort),
  ...given({ features: ['referrers'] }, [monitor('responses/referrers-link', () => readable('referrers'), everySort)]),
]
