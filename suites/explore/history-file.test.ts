import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noCoverage } from './coverage.ts'
import { embedded } from './embedded.test-data.ts'
import { exploreOnce } from './explore.ts'
import { plainOptions } from './find.ts'
import type { History } from './history.ts'
import { readHistory, writeHistory } from './history-file.ts'
import { inWords } from './words.ts'

const history: History = {
  seed: 'a seed',
  repositories: ['A', 'B'],
  recipes: {
    manifests: {
      m1: { kind: 'docker-image', blobs: ['b1'], children: [], annotated: false },
      m2: { kind: 'artifact', subject: 'm1', blobs: ['b1'], children: [], artifactType: 't1', annotated: true },
      m3: { kind: 'index', blobs: [], children: ['m1'], annotated: false },
      m4: { kind: 'image', blobs: ['b2'], children: [], annotated: false, algorithm: 'sha512' },
    },
    blobs: { b1: { size: 16 }, b2: { size: 20, algorithm: 'sha512' } },
    tags: ['a'],
  },
  steps: [
    { op: 'push', repository: 'A', manifest: 'm2', by: 'digest', tags: [], bring: true },
    { op: 'push', repository: 'B', manifest: 'm3', by: 'tag', tags: ['a'], bring: false },
    { op: 'delete-manifest', repository: 'A', manifest: 'm1' },
    { op: 'open', repository: 'A', blob: 'b1', session: 's1' },
    { op: 'chunk', session: 's1', first: 0, size: 4 },
    { op: 'close', session: 's1', first: 4, size: 12, digest: 'b1' },
    { op: 'mount', repository: 'B', blob: 'b1', from: 'A', session: 's2' },
    { op: 'page-tags', repository: 'B', n: 2, last: 'a' },
    { op: 'list', repository: 'A', subject: 'm1', typeOf: 'm2' },
    {
      op: 'together',
      branches: [
        [{ op: 'delete-tag', repository: 'B', tag: 'a' }],
        [
          { op: 'put', repository: 'B', blob: 'b1' },
          { op: 'delete-blob', repository: 'B', blob: 'b1' },
        ],
      ],
    },
  ],
}

test.each([0, 65])('a random history that is written and read again is the same (%i)', async (overlapPercent) => {
  await fc.assert(
    fc.asyncProperty(fc.string(), async (seed) => {
      const { port, repositories } = embedded()
      const explored = await exploreOnce(port(), repositories, seed, noCoverage, {
        ...plainOptions,
        overlapPercent,
        steps: 6,
      })
      expect(readHistory(writeHistory(explored.history))).toEqual(explored.history)
    }),
    { numRuns: 5 },
  )
})

/** The error for a file in which one place holds something else. */
function problem(edit: Edit): string {
  const file = JSON.parse(writeHistory(history))
  edit(file)
  try {
    readHistory(JSON.stringify(file))
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('the file was read')
}

type Edit = (file: { format: unknown; steps: Record<string, unknown>[]; manifests: Record<string, unknown> }) => void

describe('an error says where the file is wrong', () => {
  test('what is no JSON', () => {
    expect(() => readHistory('{')).toThrow(/^the file is not JSON: /)
    expect(() => readHistory('[]')).toThrow('the file is [], not an object')
  })

  const cases: readonly (readonly [what: string, edit: Edit, message: string])[] = [
    [
      'another format',
      (file) => Object.assign(file, { format: 'oci-referee/history/2' }),
      'the file is not a history of the format oci-referee/history/1: "format" is "oci-referee/history/2"',
    ],
    [
      'a manifest that is not there',
      ({ steps }) => Object.assign(steps[2]!, { manifest: 'm9' }),
      'step 3: "manifest" is "m9", not a manifest of this history: m1, m2, m3, m4',
    ],
    [
      'a field that is missing',
      ({ steps }) => Object.assign(steps[4]!, { first: undefined }),
      'step 5: "first" is missing, not a whole number from 0 on',
    ],
    [
      'a field that there is not',
      ({ steps }) => Object.assign(steps[3]!, { blobs: 'b1' }),
      'step 4: there is no field "blobs"; there are repository, blob, session',
    ],
    [
      'a step that there is not',
      ({ steps }) => Object.assign(steps[0]!, { op: 'pull' }),
      'step 1: "op" is "pull", not one of push, delete-manifest, delete-tag, delete-blob, put, open, post, mount, ' +
        'chunk, close, cancel, part, page-tags, list, together',
    ],
    [
      'a part without ends',
      ({ steps }) => Object.assign(steps[7]!, { op: 'part', blob: 'b1', n: undefined, last: undefined }),
      'step 8: a part needs "first", "last" or both',
    ],
    [
      'a push by tag of what goes by its sha512 digest',
      ({ steps }) => Object.assign(steps[1]!, { manifest: 'm4' }),
      'manifest m4 goes by its sha512 digest, so it is pushed by digest and not by tag',
    ],
    [
      'something else beside branches',
      ({ steps }) => Object.assign(steps[9]!, { blob: 'b1' }),
      'step 10: there is no field "blob"; there are branches',
    ],
    [
      'a step of a branch that there is not',
      ({ steps }) => Object.assign(steps[9]!, { branches: [[], [{ op: 'together', branches: [] }]] }),
      'step 10, branch 2, step 1: "op" is "together", not one of push, delete-manifest, delete-tag, delete-blob, put, ' +
        'open, post, mount, chunk, close, cancel, part, page-tags, list, together',
    ],
    [
      'branches that are no list',
      ({ steps }) => Object.assign(steps[9]!, { branches: 2 }),
      'step 10: "branches" is 2, not a list',
    ],
    [
      'a push by tag without tag',
      ({ steps }) => Object.assign(steps[1]!, { tags: [] }),
      'step 2: a push by tag has one tag, not 0',
    ],
    [
      'an image without config',
      ({ manifests }) => Object.assign(manifests['m1'] as object, { blobs: [] }),
      'manifest m1: "blobs" is empty, but it needs a config',
    ],
    [
      'a manifest that names itself',
      ({ manifests }) => Object.assign(manifests['m1'] as object, { subject: 'm2' }),
      'manifest m1 names itself, by way of m1, m2, m1',
    ],
  ]

  test.each(cases)('%s', (_, edit, message) => {
    expect(problem(edit)).toBe(message)
  })
})

test('a history reads as steps in plain words', () => {
  expect(inWords(history)).toEqual([
    'Push the artifact m2 (whose subject is m1) to A by digest.',
    'Push the index m3 of m1 to B by the tag a, without the content that it names.',
    'Delete the docker image m1 by digest from A.',
    'Open the upload session s1 in A for the blob b1.',
    'Send the bytes 0 to 3 to the session s1.',
    'Close the session s1 with the bytes 4 to 15, as the blob b1.',
    'Mount the blob b1 in B from A.',
    'List 2 tags of B after a.',
    'List the referrers of m1 in A with the artifactType of m2.',
    ['Delete the tag a from B.', 'Push the blob b1 to B with POST and PUT. Then: Delete the blob b1 from B.'],
  ])
})
