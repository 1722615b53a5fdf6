import { type Check, given, type Look, monitor } from '../../src/check/define.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { algorithmOf, asked, digestOnce, isDigest, isDirect, isWhole } from './asked.ts'
import { expectField, expectForm } from './expect-field.ts'
import { everySort } from './steps.ts'

const name = 'Docker-Content-Digest'
const valueIn = (response: RegistryResponse) => response.header('docker-content-digest')

/** Fails unless the header, where it is, is the digest of these bytes. Other algorithms are for nobody to compare. */
function expectDigestOf(response: RegistryResponse, bytes: Uint8Array): boolean {
  const value = valueIn(response)
  if (value === undefined) return false
  expectForm(response, name, isDigest(value), 'a digest')
  const algorithm = algorithmOf(value)
  if (!algorithm) return false
  const digest = digestOnce(bytes, algorithm)
  expectField(response, name, value === digest, digest, 'the digest of the bytes')
  return true
}

/** Fails unless the header, where it is, is the digest asked for. One of another algorithm may be given instead. */
function expectDigestAsked(response: RegistryResponse, digest: string): boolean {
  const value = valueIn(response)
  if (value === undefined || !isDigest(digest)) return false
  expectForm(response, name, isDigest(value), 'a digest')
  if (algorithmOf(value) === undefined || algorithmOf(value) !== algorithmOf(digest)) return false
  expectField(response, name, value === digest, digest, 'the digest that was asked for')
  return true
}

const ofManifest: Look = (response) => {
  if (asked(response).endpoint !== 'manifests' || !isWhole(response, 'GET')) return false
  expectForm(response, name, valueIn(response) !== undefined || !isDirect(response), 'the digest of the manifest')
  return expectDigestOf(response, response.body)
}

const ofBlobPresent: Look = (response) => {
  const { endpoint, reference } = asked(response)
  // The Location of a pushed blob may lead to a store, which knows nothing of the headers of registries.
  if (endpoint !== 'blobs' || reference === '' || !isWhole(response, 'GET') || !isDirect(response)) return false
  expectForm(response, name, valueIn(response) !== undefined, 'the digest of the blob')
  return true
}

const ofBlobTrue: Look = (response) => {
  const { endpoint, reference } = asked(response)
  if (endpoint !== 'blobs') return false
  if (isWhole(response, 'GET')) return expectDigestOf(response, response.body)
  return response.status === 206 && expectDigestAsked(response, reference)
}

const ofHead: Look = (response) => {
  const { endpoint, reference } = asked(response)
  if ((endpoint !== 'blobs' && endpoint !== 'manifests') || !isWhole(response, 'HEAD')) return false
  expectForm(response, name, valueIn(response) !== undefined || !isDirect(response), 'the digest of the content')
  return expectDigestAsked(response, reference) || isDirect(response)
}

const isManifestPushed = (response: RegistryResponse) =>
  response.status === 201 && response.request.method === 'PUT' && asked(response).endpoint === 'manifests'

const ofPushByDigest: Look = (response) => {
  const { reference } = asked(response)
  const value = valueIn(response)
  if (!isManifestPushed(response) || !isDigest(reference) || value === undefined) return false
  expectField(response, name, value === reference, reference, 'the digest that it was pushed by')
  return true
}

const ofPushByTag: Look = (response) => {
  const { body } = response.request
  if (!isManifestPushed(response) || !body || isDigest(asked(response).reference)) return false
  return expectDigestOf(response, body)
}

const ofUpload: Look = (response) => {
  const { method, endpoint, query } = asked(response)
  if (response.status !== 201 || endpoint === 'manifests' || (method !== 'PUT' && method !== 'POST')) return false
  return expectDigestAsked(response, query.get('digest') ?? query.get('mount') ?? '')
}

/** What responses say in Docker-Content-Digest. */
export const contentDigest: readonly Check[] = [
  monitor('responses/manifest-digest', () => ofManifest, everySort),
  monitor('responses/blob-digest', () => ofBlobPresent, everySort),
  // Bytes that were taken under the digest of others come with it.
  ...given({ needs: ['blobs/wrong-digest-refused', 'blobs/known-digest-kept'] }, [
    monitor('responses/blob-digest-true', () => ofBlobTrue, everySort),
  ]),
  monitor('responses/head-digest', () => ofHead, everySort),
  // What is taken under the digest of something else comes with its own.
  ...given({ needs: ['manifests/wrong-digest-refused'] }, [
    monitor('responses/push-digest', () => ofPushByDigest, everySort),
  ]),
  monitor('responses/push-digest-by-tag', () => ofPushByTag, everySort),
  monitor('responses/upload-digest', () => ofUpload, everySort),
]
