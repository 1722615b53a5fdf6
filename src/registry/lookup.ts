import type { Call, Core } from './contract.ts'
import { type Algorithm, isAlgorithm, parseDigest } from './digest.ts'
import { refuse } from './errors.ts'
import { isTag, looksLikeDigest } from './grammar.ts'
import type { Repository } from './repository.ts'

/** The repository of a request, or 404 NAME_UNKNOWN. */
export function knownRepository(call: Call): Repository {
  const repository = call.core.rules.repositories.find(call)
  if (!repository) throw refuse(404, 'NAME_UNKNOWN', 'no such repository', { name: call.name })
  return repository
}

/** Whether a text is a well-formed digest, under whatever algorithm. */
export function isDigest(text: string): boolean {
  return parseDigest(text) !== undefined
}

/** Refuses a reference that is neither a tag nor a digest. */
export function checkReference(call: Call): void {
  const fine = looksLikeDigest(call.reference) ? isDigest(call.reference) : isTag(call.reference)
  if (!fine) throw call.core.rules.manifests.malformed(call)
}

/** Whether content can be pushed with an algorithm here. */
export function supports(core: Core, algorithm: string): algorithm is Algorithm {
  return isAlgorithm(algorithm) && (algorithm === 'sha256' || core.features.digestAlgorithm)
}

/** The algorithm of a digest that content is pushed with; 400 DIGEST_INVALID when it is malformed or not supported. */
export function pushAlgorithm(core: Core, digest: string | undefined): Algorithm {
  const algorithm = parseDigest(digest ?? '')?.algorithm ?? ''
  if (!supports(core, algorithm)) {
    throw refuse(400, 'DIGEST_INVALID', 'malformed digest, or an algorithm that is not supported', { digest })
  }
  return algorithm
}
