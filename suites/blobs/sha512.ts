import { digestOf } from '../../fixtures/make/digest.ts'
import type { Maker } from '../../fixtures/make/maker.ts'
import type { Blob } from '../../fixtures/make/manifest.ts'
import { type Context, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import { asStep, NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { closeWith } from './steps.ts'
import { expectLocation, openSession } from './upload.ts'

/** Opens a session for an algorithm by the parameter of the newest text. */
export function openFor(repo: Repository, algorithm: string): Promise<RegistryResponse> {
  return repo.send('POST', `blobs/uploads/?digest-algorithm=${algorithm}`, { body: new Uint8Array() })
}

/** A blob that goes by its sha512 digest. */
export function sha512Blob(make: Maker): Blob {
  const bytes = make.bytes(300)
  return { mediaType: 'application/octet-stream', bytes, digest: digestOf(bytes, 'sha512') }
}

/**
 * Opens a session for a blob by its sha512 digest as a step, in the way of the text that is judged by.
 * @throws NotApplicable when the algorithm is refused
 * @throws StepFailed when no session is opened otherwise
 */
export async function openBySha512(repo: Repository, spec: Context['spec']): Promise<string> {
  if (spec !== 'main') return (await openSession(repo)).location
  const response = await openFor(repo, 'sha512')
  if (response.status === 400) throw new NotApplicable('a session for a sha512 digest is refused (status 400)')
  return asStep(() => {
    expectStatus(response, 202)
    return expectLocation(response, 'the upload session')
  })
}

/** Pushes a blob by its sha512 digest, in the way of the text that is judged by. */
export async function pushBySha512({ repo, make, spec }: Context): Promise<{ blob: Blob; response: RegistryResponse }> {
  const blob = sha512Blob(make)
  repo.willHold(blob)
  const start = spec === 'main' ? await openFor(repo, 'sha512') : (await openSession(repo)).response
  const location = start.status === 202 ? expectLocation(start, 'the upload session') : undefined
  return { blob, response: location === undefined ? start : await closeWith(repo, location, blob) }
}

export const bySha512 = scenario('a blob by its sha512 digest', pushBySha512)

/** Fails a step unless a blob was accepted by its sha512 digest. @throws NotApplicable when the algorithm is refused */
export function expectBySha512(response: RegistryResponse): void {
  if (response.status === 400) throw new NotApplicable('a blob by its sha512 digest is refused (status 400)')
  asStep(() => expectStatus(response, 201))
}
