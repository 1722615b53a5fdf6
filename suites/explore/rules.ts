import { isBinding, requirements, wordingIn } from '../../src/catalogue/index.ts'
import type { Level, SpecVersion } from '../../src/catalogue/types.ts'
import type { Rule } from '../../src/model/index.ts'

/** What a rule of the model comes from, and how a person says that it is broken. */
export interface RuleSource {
  /** Id of the requirement that is broken. */
  readonly requirement: string
  readonly says: string
}

/** Every rule of the model with the requirement that it comes from. */
export const sources: Readonly<Record<Rule, RuleSource>> = {
  'server-error': from('api/http-semantics', 'a request that breaks no rule is answered with an error of the server'),
  'push-accepted': from('pushing-manifests/created', 'a manifest is refused although all that it names is there'),
  'push-status': from('pushing-manifests/created', 'a push of a manifest is accepted with another status than 201'),
  'push-location': from('pushing-manifests/created', 'the response to a push does not say where the manifest is'),
  'push-digest': from('pushing-manifests/digest-header', 'the response to a push names another digest'),
  'subject-header': from('subject/header', 'OCI-Subject does not name the subject of what was pushed'),
  'subject-header-of-index': from('subject/header-index', 'OCI-Subject does not name the subject of an index'),
  'subject-header-without-subject': from('subject/header-without-subject', 'OCI-Subject comes without a subject'),
  'delete-manifest': from('deleting/manifest-accepted', 'a delete of a manifest that is there does not give 202'),
  'delete-tag': from('deleting/tag-accepted', 'a delete of a tag that is there does not give 202'),
  'delete-blob': from('deleting/blob-accepted', 'a delete of a blob that is there does not give 202'),
  'delete-unknown': from('endpoints/delete-unknown', 'a delete of what is not there does not give 404'),
  'upload-opened': from('push-blobs/opened', 'no upload session is opened'),
  'upload-location': from('push-blobs/opened', 'an upload session is opened without a Location'),
  'chunk-accepted': from('chunks/accepted', 'the chunk that comes next is not accepted'),
  'chunk-order': from('chunks/in-order', 'a chunk out of order is not refused with 416'),
  'chunk-range': from('chunks/range', 'the response to a chunk names another range than has arrived'),
  'blob-accepted': from('push-blobs/session', 'a whole blob is not accepted with 201'),
  'blob-location': from('push-blobs/session', 'the response to a push does not say where the blob is'),
  'wrong-digest-refused': from('push-blobs/digest', 'bytes are accepted under a digest that is not theirs'),
  'single-post': from('single-post/session', 'a blob in a single POST is neither accepted nor given a session'),
  mount: from('mounting/unable', 'a mount neither succeeds nor opens an upload session'),
  cancel: from('cancel-upload/cancelled', 'a session is not cancelled'),
  'session-over': from('endpoints/status-after-end', 'a session that has ended still responds'),
  'session-status': from('chunks/status', 'an open session does not say how far it got'),
  'session-range': from('chunks/status', 'an open session names another range than has arrived'),
  'session-location': from('chunks/status', 'an open session does not say where it goes on'),
  'manifest-present': from('pull/manifest-exact', 'a manifest that is there is not found'),
  'manifest-gone': from('deleting/manifest-gone', 'a manifest that is not there is found'),
  'manifest-isolated': from('pull/manifest-absent', 'a manifest is found that only the other repository has'),
  'manifest-unknown-status': from('pull/manifest-absent', 'a manifest that is not there does not give 404'),
  'manifest-bytes': from('pull/manifest-exact', 'a manifest comes with other bytes than were pushed'),
  'manifest-digest-missing': from('pull/manifest-digest', 'a manifest comes without its digest'),
  'manifest-digest-header': from('pull/manifest-digest', 'a manifest comes with a digest that is not its own'),
  'manifest-length': from('checking/size', 'a manifest comes with a Content-Length that is not its own'),
  'manifest-type': from('pull/manifest-type', 'a manifest comes with another Content-Type than was pushed'),
  'tag-present': from('pull/manifest-exact', 'a tag that is there is not found'),
  'tag-gone': from('deleting/tag-gone', 'a tag that is not there is found'),
  'tag-isolated': from('pull/manifest-absent', 'a tag is found that only the other repository has'),
  'tag-moved': from('pushing-manifests/tag-moves', 'a tag names another manifest than was last pushed by it'),
  'blob-present': from('pull/blob-exact', 'a blob that is there is not found'),
  'blob-gone': from('pull/blob-absent', 'a blob that is not there is found'),
  'blob-isolated': from('pull/blob-absent', 'a blob is found that only the other repository has'),
  'blob-unknown-status': from('pull/blob-absent', 'a blob that is not there does not give 404'),
  'blob-bytes': from('pull/blob-exact', 'a blob comes with other bytes than were pushed'),
  'blob-digest-missing': from('pull/blob-digest', 'a blob comes without its digest'),
  'blob-digest-header': from('pull/blob-digest-true', 'a blob comes with a digest that is not its own'),
  'blob-length': from('checking/size', 'a blob comes with a Content-Length that is not its own'),
  part: from('pull/blob-range', 'a part of a blob is not the one that was asked for'),
  'tags-status': from('listing-tags/found', 'the list of tags does not give 200'),
  'tags-body': from('listing-tags/form', 'the list of tags has another form'),
  'tags-name': from('listing-tags/form', 'the list of tags does not name its repository'),
  'tags-missing': from('listing-tags/true', 'a tag is not in the list of tags'),
  'tags-extra': from('listing-tags/true', 'the list of tags has one that is not there'),
  'tags-duplicate': from('listing-tags/true', 'the list of tags has one of them twice'),
  'tags-order': from('listing-tags/order', 'the list of tags is not in order'),
  'tags-page-size': from('listing-tags/number', 'a page of tags has more of them than were asked for'),
  'tags-link': from('listing-tags/zero', 'an empty page of tags leads on to another one'),
  'list-status': from('listing-referrers/found', 'the list of referrers does not give 200'),
  'list-body': from('listing-referrers/index', 'the list of referrers is no image index'),
  'list-type': from('listing-referrers/content-type', 'the list of referrers comes with another Content-Type'),
  'list-missing': from('enabling-referrers/new-listed', 'a referrer that is there is not listed'),
  'list-extra': from('listing-referrers/same-repository', 'the list of referrers has what does not belong in it'),
  'list-isolated': from('listing-referrers/same-repository', 'a referrer is listed that only the other repository has'),
  'list-duplicate': from('listing-referrers/once', 'the list of referrers has one of them twice'),
  'list-entry-field': from('listing-referrers/artifact-type', 'a referrer is listed with a field that is not its own'),
  'list-entry-annotations': from('listing-referrers/annotations', 'a referrer is listed with other annotations'),
  'filter-extra': from('listing-referrers/filter-true', 'a filtered list has what was filtered out'),
  'filter-header': from('listing-referrers/filter-header', 'a filtered list does not say that it is filtered'),
  'filter-header-unasked': from('listing-referrers/filter-header-only', 'a list says that it is filtered and is not'),
}

/** The level of a rule in a version of the text; undefined: it does not stand there. */
export function levelOf(rule: Rule, spec: SpecVersion): Level | undefined {
  const requirement = requirements[sources[rule].requirement]
  return requirement && wordingIn(requirement, spec)?.level
}

/** Whether breaking a rule fails a registry, by a version of the text. */
export function isBindingRule(rule: Rule, spec: SpecVersion): boolean {
  return isBinding(levelOf(rule, spec) ?? null)
}

function from(requirement: string, says: string): RuleSource {
  return { requirement, says }
}
