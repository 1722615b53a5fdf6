import type { Manifest } from '../../fixtures/make/manifest.ts'
import type { PushOptions, Repository } from '../../src/check/repository.ts'
import type { RegistryResponse } from '../../src/client/client.ts'

/** Puts a manifest after all that it refers to, and returns the response to the first manifest that is not accepted. */
export async function putWhole(
  repo: Repository,
  manifest: Manifest,
  options: PushOptions = {},
): Promise<RegistryResponse> {
  for (const child of manifest.children) {
    if (child.common) {
      await repo.ensureManifest(child)
      continue
    }
    const response = await putWhole(repo, child)
    if (response.status !== 201) return response
  }
  await Promise.all(manifest.blobs.map((blob) => repo.ensureBlob(blob)))
  return repo.putManifestOnly(manifest, options)
}
