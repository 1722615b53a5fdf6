import type { ManifestKind, Name } from '../../src/model/index.ts'
import type { ManifestRecipe, Recipes } from './history.ts'
import type { Random } from './random.ts'
import { oddTags } from './spelled-tags.ts'

const subjectKinds: readonly (readonly [ManifestKind, number])[] = [
  ['image', 4],
  ['index', 2],
  ['artifact', 1],
  ['docker-image', 2],
  ['docker-index', 1],
]
const referrerKinds: readonly (readonly [ManifestKind, number])[] = [
  ['artifact', 4],
  ['image', 3],
  ['index', 2],
]

/** Names in which capitals matter for the order. */
const plainTags: readonly Name[] = ['a', 'B', 'c']

/** Types of which a registry may take one for the other. */
const pairsOfTypes: readonly (readonly [readonly Name[], number])[] = [
  [['t1', 't2'], 3],
  [['t1', 'T1'], 1],
  [['t1', 't1+json'], 1],
]

/** What the content of a history may be. */
export interface ContentLimits {
  /** Nobody else pushes to its repositories. */
  readonly alone: boolean
  /** The target takes content by its sha512 digest. */
  readonly sha512: boolean
}

/**
 * The content of one history: few things, so that commands meet, and every way in which they can hang together. A
 * subject, another manifest without subject, two referrers of the subject, and one more that refers to any of them.
 */
export function randomRecipes(random: Random, { alone, sha512 }: ContentLimits): Recipes {
  const types = random.weighted(pairsOfTypes)
  const isMixed = random.chance(25) && sha512
  const blobs = {
    b1: { size: 16 + random.below(60) },
    b2: { size: 16 + random.below(60), ...(isMixed && random.chance(70) && bySha512) },
    // Anybody may have pushed the empty blob, so it is of use only where nobody else pushes.
    b3: { size: alone && random.chance(50) ? 0 : 16 },
  }
  const manifests: Record<Name, ManifestRecipe> = {}
  const add = (name: Name, kinds: typeof subjectKinds, subject?: Name) => {
    const manifest = randomManifest(random, random.weighted(kinds), Object.keys(manifests), types, subject)
    manifests[name] = { ...manifest, ...(isMixed && random.chance(40) && bySha512) }
  }
  add('m1', subjectKinds)
  add('m2', subjectKinds)
  add('m3', referrerKinds, 'm1')
  add('m4', referrerKinds, 'm1')
  add('m5', referrerKinds, random.pick(['m1', 'm2', 'm3']))
  const tags = random.chance(50) ? plainTags : ['a', ...random.two(oddTags)]
  return { blobs, manifests, tags }
}

const bySha512 = { algorithm: 'sha512' } as const

function randomManifest(
  random: Random,
  kind: ManifestKind,
  others: readonly Name[],
  types: readonly Name[],
  subject: Name | undefined,
): ManifestRecipe {
  const isIndex = kind === 'index' || kind === 'docker-index'
  const hasType = kind === 'artifact' || (kind === 'index' && random.chance(60))
  return {
    kind,
    ...(subject !== undefined && { subject }),
    blobs: isIndex ? [] : ['b1', ...random.some(['b2', 'b3'], 40)],
    children: isIndex
      ? random.some(
          others.filter((name) => name !== subject),
          50,
        )
      : [],
    ...(hasType && { artifactType: random.pick(types) }),
    annotated: random.chance(70),
  }
}
