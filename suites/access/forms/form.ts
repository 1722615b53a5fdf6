import type { Repository } from '../../../src/check/repository.ts'
import type { RegistryResponse } from '../../../src/client/client.ts'
import type { Place } from '../cast.ts'
import { expectRefused } from '../expect-access.ts'

/** One of the ways in which a thing can be asked for, for messages: `… may <name>`. */
export interface Form<S> {
  readonly name: string
  readonly send: (here: Repository, stock: S) => Promise<RegistryResponse>
}

/** Sends requests in each form by somebody who lacks the right to any of them: none may be granted. */
export async function expectAllRefused<S>(place: Place, forms: readonly Form<S>[], stock: S): Promise<void> {
  for (const { name, send } of forms) expectRefused(await send(place.here, stock), place, name)
}

/** Sends the same as the user who may: what a registry remembers of that must not serve anybody else. */
export async function warmUp<S>(own: Repository, forms: readonly Form<S>[], stock: S): Promise<void> {
  for (const { send } of forms) await send(own, stock)
}
