import { createHash } from 'node:crypto'

/** Algorithms this registry can compute: content can only be pushed under one of these. */
export type Algorithm = 'sha256' | 'sha512'

/** A digest taken apart: `algorithm:encoded`. */
export interface ParsedDigest {
  readonly algorithm: string
  readonly encoded: string
}

const grammar = /^([a-z0-9]+(?:[+._-][a-z0-9]+)*):([a-zA-Z0-9=_-]+)$/

/** Registered algorithms have a fixed encoding; an unregistered one only has to match the general grammar. */
const encodings: Readonly<Record<string, RegExp>> = {
  sha256: /^[a-f0-9]{64}$/,
  sha512: /^[a-f0-9]{128}$/,
  blake3: /^[a-f0-9]{64}$/,
}

/** Parts of a digest, or undefined when its syntax is wrong (image specification, "Digests"). */
export function parseDigest(text: string): ParsedDigest | undefined {
  const match = grammar.exec(text)
  if (!match) return undefined
  const [, algorithm = '', encoded = ''] = match
  const encoding = encodings[algorithm]
  if (encoding && !encoding.test(encoded)) return undefined
  return { algorithm, encoded }
}

/** Whether a text is an algorithm that content can be pushed with. */
export function isAlgorithm(text: string): text is Algorithm {
  return text === 'sha256' || text === 'sha512'
}

/** The digest of bytes, written `algorithm:hex`. */
export function digestOf(bytes: Uint8Array, algorithm: Algorithm = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
}
