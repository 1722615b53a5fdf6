import type { Requirements } from './types.ts'

const wordings = [{ since: '1.0', level: 'MUST' }] as const
const heading = 'Determining Support'
const registry = { actor: 'registry', heading, wordings } as const

/**
 * Why what follows binds. The specification leaves to others who may do what, so here the measure is what the user
 * declared with `--identity`: a registry that allows more, or less, does not do what its operator means it to do.
 */
const declared =
  'The specification leaves authorization to others: what the user declares with --identity is what the registry is held to.'

/** Who may attach what where. */
export const access = {
  'access/granted': {
    ...registry,
    says: 'Identities can do what they are declared to be allowed.',
    implied: declared,
    checks: {
      'access/read-granted': 'A user who may read a repository can read it',
      'access/write-granted': 'A user who may write to a repository can push there',
      'access/delete-granted': 'A user who may delete in a repository can delete there',
    },
  },
  'access/attaching': {
    ...registry,
    says: 'To attach to a subject of another repository takes no rights there, and changes nothing there.',
    implied: `A subject need not be in the repository of its referrer. ${declared}`,
    checks: {
      'access/attach-accepted': 'A vendor without rights on A attaches in B to a subject in A',
      'access/attach-listed': 'The vendor reads in B the list of what it attached',
      'access/attach-unseen': 'What a vendor attaches in B changes no list and no tags of A',
    },
  },
  'access/reading': {
    ...registry,
    says: 'Users read nothing of a repository that they are declared not to read.',
    implied: declared,
    checks: {
      'access/pull-refused': 'A user without read pulls no manifest, by digest or tag',
      'access/head-refused': 'A user without read learns nothing by HEAD',
      'access/blob-refused': 'A user without read pulls no blob',
      'access/tags-refused': 'A user without read lists no tags',
      'access/list-refused': 'A user without read lists no referrers',
      'access/other-list-refused': "A reader of A without rights on B gets no list of A's subject in B",
      'access/next-page-refused': "A user without read gets no further page of somebody else's list",
      'access/mount-refused': 'A user without read mounts no blob into a repository of their own',
      'access/pull-forms-refused': 'A user without read gets no manifest by any form of request',
      'access/blob-forms-refused': 'A user without read gets no blob by Range or any other form',
      'access/tags-forms-refused': 'A user without read lists no tags by any form of request',
      'access/list-forms-refused': 'A user without read lists no referrers, filtered or paged or by HEAD',
    },
  },
  'access/writing': {
    ...registry,
    says: 'Users write nothing to a repository that they are declared not to write to.',
    implied: declared,
    checks: {
      'access/push-refused': 'A user without write pushes no manifest, and moves no tag',
      'access/upload-refused': 'A user without write begins no upload',
      'access/upload-session-refused': 'A user without write cannot use the upload session of another user',
      'access/upload-session-elsewhere': 'An upload session cannot be finished in another repository',
      'access/push-forms-refused': 'A user without write pushes no manifest of any kind, by any form',
      'access/upload-forms-refused': 'A user without write begins no upload by any form of request',
      'access/mount-into-refused': 'A user without write mounts nothing there, whatever they may read',
      'access/session-forms-refused': 'A user without write uses no upload of another user in any way',
      'access/tag-schema-refused': 'A user without write plants no list under a referrers tag',
    },
  },
  'access/deleting': {
    ...registry,
    says: 'Users delete nothing in a repository that they are declared not to delete in.',
    implied: declared,
    checks: {
      'access/delete-refused': 'A user without delete deletes no manifest and no tag',
      'access/blob-delete-refused': 'A user without delete deletes no blob',
      'access/delete-forms-refused': 'A user without delete deletes no referrer, index or single tag',
    },
  },
  'access/anonymous': {
    ...registry,
    says: 'Without a login only what is declared public can be read, and nothing else be done.',
    implied: declared,
    checks: {
      'access/anonymous-reads-refused': 'Anonymous reads nothing that is not declared public',
      'access/anonymous-writes-refused': 'Anonymous pushes and deletes nothing where that is not declared',
      'access/anonymous-read-forms-refused': 'Anonymous reads nothing by any form of request',
      'access/anonymous-write-forms-refused': 'Anonymous pushes and uploads nothing by any form of request',
      'access/anonymous-delete-forms-refused': 'Anonymous deletes no referrer, index or single tag',
    },
  },
  'access/passwords': {
    ...registry,
    says: 'A user name with a wrong password, or one that nobody has, allows no more than no login at all.',
    implied: `HTTP itself (RFC 9110, section 11.4) treats a bad password like none. ${declared}`,
    checks: {
      'access/wrong-password-reads-nothing': 'With a wrong password the name of a reader reads nothing',
      'access/wrong-password-writes-nothing': 'With a wrong password the name of a writer writes nothing',
      'access/wrong-password-deletes-nothing': 'With a wrong password a user name deletes nothing',
      'access/near-password-refused': 'A password that is nearly right reads nothing',
      'access/unknown-user-refused': 'A user that there is not reads and writes nothing',
      'access/wrong-password-no-login': 'With a wrong password /v2/ does not say that the login is good',
    },
  },
  'access/traces': {
    ...registry,
    says: 'A refusal tells nothing of what it is about, not even whether it is there.',
    implied: `Whoever may not read a repository is not to learn what it holds. ${declared}`,
    checks: {
      'access/refusal-without-content': 'Refusals show no tag, digest or content of the repository',
      'access/existence-hidden': 'What exists is refused in the same way as what does not',
      'access/mount-hides-existence': 'A mount from an unreadable repository does not show what is there',
      'access/push-hides-existence': 'A push that names content is answered alike, wherever else that is',
    },
  },
  'access/digests': {
    ...registry,
    says: 'A digest that is known from one repository gives nothing in another one.',
    implied: declared,
    checks: {
      'access/digest-reads-no-manifest': 'A digest of an unreadable manifest gets nothing elsewhere',
      'access/digest-reads-no-blob': 'A digest of an unreadable blob gets nothing elsewhere',
      'access/digest-lists-nothing': 'The list of a subject shows no referrers of an unreadable repository',
      'access/digest-closes-no-upload': 'An upload without bytes does not become the blob its digest names',
      'access/digest-mounts-nothing': 'A mount without a source finds no blob of an unreadable repository',
      'access/digest-deletes-nothing': 'A delete by digest in an unreadable repository removes nothing there',
      'access/reference-grants-nothing': 'A manifest that names unreadable content does not make it readable',
    },
  },
  'access/spelling': {
    ...registry,
    says: 'Rights hold however a path is spelled and whatever the method.',
    implied: declared,
    checks: {
      'access/path-encoded': 'Percent-encoding in a path opens nothing',
      'access/path-doubled-slashes': 'Doubled slashes in a path open nothing',
      'access/path-dot-segments': 'Dot segments in a path open nothing',
      'access/method-unusual': 'Unusual methods and headers that override them open nothing',
    },
  },
  'access/tokens': {
    ...registry,
    says: 'A token is good for what it was given for, as it was given.',
    implied: declared,
    checks: {
      'access/token-elsewhere-refused': 'A token for one repository is refused in another one',
      'access/token-forms-refused': 'A token for one repository is refused for every form in another one',
      'access/token-forged-refused': 'A token whose claims or signature were changed is refused',
    },
  },
  'access/challenge': {
    ...registry,
    says: 'Whoever is answered 401 is told how to log in.',
    implied: 'HTTP itself (RFC 9110, section 15.5.2) asks for WWW-Authenticate: without it no client can log in.',
    checks: {
      'access/challenge': 'Each 401 carries a WWW-Authenticate header',
      'access/challenge-scheme': 'Every 401 names a scheme in WWW-Authenticate',
    },
  },
} as const satisfies Requirements
