import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { commonContents } from '../fixtures/make/common.ts'
import { digestOf } from '../fixtures/make/digest.ts'
import { type Blob, descriptorOf, imageType, type Manifest, manifestOf } from '../fixtures/make/manifest.ts'
import type { Login } from '../src/client/auth/authenticator.ts'
import { Ledger } from '../src/target/cleanup.ts'
import { connect } from '../src/target/connect.ts'
import { defaults, repositoriesOf } from '../src/target/options.ts'
import { mainRepository, sessionOf } from '../src/target/session.ts'
import { name, version } from '../src/version.ts'
import { isMain } from './main-module.ts'

/** What the tarball of npm is called as an artifact. */
export const packageType = 'application/vnd.oci-referee.package.v1'
export const sbomType = 'application/spdx+json'

export interface Attaching {
  /** `https://host`, or `http://host:port`. */
  readonly registry: string
  readonly repository: string
  /** The tarball that npm packs. */
  readonly packageFile: string
  /** Its bill of materials, as `npm sbom --sbom-format spdx` prints it. */
  readonly sbomFile: string
  readonly credentials?: Login
}

/**
 * Pushes the package as an artifact under its version, and its bill of materials as a referrer of it. Then asks for the
 * list, as a client that looks for the bill would.
 * @throws Error when the list does not have it
 * @example await attachPackage({ registry: 'http://localhost:5000', repository: 'a', packageFile: 'a.tgz', sbomFile: 'a.json' })
 */
export async function attachPackage({
  registry,
  repository,
  packageFile,
  sbomFile,
  credentials,
}: Attaching): Promise<{ readonly pushed: Manifest; readonly sbom: Manifest }> {
  const seed = 'attach'
  const options = {
    connection: { ...defaults.connection, origin: registry, ...(credentials && { credentials }) },
    repositories: { ...defaults.repositories, ...repositoriesOf(seed) },
    selection: defaults.selection,
    content: { ...defaults.content, seed },
    judging: defaults.judging,
  }
  const { client, close } = connect(options.connection)
  try {
    const repo = mainRepository(sessionOf(client, options, new Ledger()), repository)
    const pushed = artifactOf(packageType, await blobOf(packageFile, 'application/gzip'), packageFile)
    const sbom = artifactOf(sbomType, await blobOf(sbomFile, sbomType), sbomFile, pushed)
    await repo.push(pushed, { tag: version })
    await repo.push(sbom)
    await repo.settled(pushed, { has: [sbom], artifactType: sbomType })
    return { pushed, sbom }
  } finally {
    await close()
  }
}

async function blobOf(file: string, mediaType: string): Promise<Blob> {
  const bytes = await readFile(file)
  return { mediaType, bytes, digest: digestOf(bytes) }
}

function artifactOf(artifactType: string, blob: Blob, file: string, subject?: Manifest): Manifest {
  const config = commonContents.emptyObject
  const annotations = { 'org.opencontainers.image.title': name, 'org.opencontainers.image.version': version }
  const json = {
    schemaVersion: 2,
    mediaType: imageType,
    artifactType,
    config: descriptorOf(config),
    // Clients name what they pull by this.
    layers: [{ ...descriptorOf(blob), annotations: { 'org.opencontainers.image.title': basename(file) } }],
    ...(subject && { subject: descriptorOf(subject) }),
    annotations,
  }
  return manifestOf('artifact', imageType, json, { blobs: [config, blob] })
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      registry: { type: 'string' },
      repository: { type: 'string' },
      package: { type: 'string' },
      sbom: { type: 'string' },
      username: { type: 'string' },
    },
  })
  const { registry, repository, package: packageFile, sbom: sbomFile, username } = values
  const password = process.env['REGISTRY_PASSWORD']
  if (!registry || !repository || !packageFile || !sbomFile)
    throw new Error('say --registry, --repository, --package and --sbom')
  const credentials = username && password ? { username, password } : undefined
  const attached = await attachPackage({
    ...{ registry, repository, packageFile, sbomFile },
    ...(credentials && { credentials }),
  })
  process.stdout.write(`${version} is ${attached.pushed.digest}, its bill of materials is ${attached.sbom.digest}\n`)
}
