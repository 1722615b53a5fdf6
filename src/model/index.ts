export { elapse } from './collect.ts'
export type { Command, MountBlob, OpenUpload, PostBlob, PushManifest } from './command.ts'
export {
  blobOf,
  type Content,
  isBySecondAlgorithm,
  type ManifestContent,
  type ManifestKind,
  manifestOf,
  type Name,
  tagOf,
} from './content.ts'
export { familyOf } from './family.ts'
export { linearizations, narrow } from './linearize.ts'
export { observe } from './observe.ts'
export { type Comparison, type Disagreement, type Rule, rules } from './outcome.ts'
export { type CommandEvent, isTimeless, isUnclear } from './overlap.ts'
export type * from './query.ts'
export { boundsOf } from './query.ts'
export { allFeatures, emptyState, exists, type Features, repositoryOf, type State } from './state.ts'
export { advance } from './step.ts'
export { everything, touched } from './touched.ts'
