import type { Manifest } from '../../fixtures/make/manifest.ts'
import type { Context } from '../../src/check/define.ts'
import { expectBytes, expectStatus } from '../../src/check/expect.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { expectForm } from '../monitors/expect-field.ts'

/** The response to a push must have a Location from which the manifest can be pulled, byte for byte. */
export async function expectPullable(
  { repo, notebook }: Context,
  put: RegistryResponse,
  manifest: Manifest,
): Promise<void> {
  const location = put.location()
  const form = 'a URL, absolute or relative, from which the manifest can be pulled'
  expectForm(put, 'Location', location !== undefined, form)
  const url = location!
  if (url.origin !== new URL(put.url).origin) {
    // A target behind a proxy may name itself otherwise; this run sends nothing to hosts the user did not name.
    notebook.note({ type: 'not-followed', origin: url.origin })
    return
  }
  const pulled = await repo.send('GET', url.href, { headers: { accept: manifest.mediaType } })
  expectStatus(pulled, 200, 'the Location given when the manifest was pushed')
  expectBytes(pulled, manifest.bytes)
}
