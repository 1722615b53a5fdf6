export { elapse } from './collect.ts'
export type { CloseUpload, Command, MountBlob, OpenUpload, PostBlob, PushManifest, SendChunk } from './command.ts'
export {
  type BlobContent,
  blobOf,
  type Content,
  type ManifestContent,
  type ManifestKind,
  manifestOf,
  type Name,
  tagOf,
} from './content.ts'
export { familyOf } from './family.ts'
export { type Event, type Linearization, linearizations, narrow } from './linearize.ts'
export { observe } from './observe.ts'
export { type Comparison, type Disagreement, type Reply, type Rule, rules, type Value } from './outcome.ts'
export type * from './query.ts'
export { allFeatures, emptyState, exists, type Features, keyOf, repositoryOf, type State } from './state.ts'
export { advance, step } from './step.ts'
export { everything, touched } from './touched.ts'
