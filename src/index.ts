/**
 * The tool as a library: judge a registry from a program, make reports of the outcome, serve the embedded registry.
 */
export { checks, questions, requirements } from './catalogue/index.ts'
export { type ProfileName, profileNames } from './catalogue/profiles.ts'
export type { Level, Question, Requirement, SpecVersion } from './catalogue/types.ts'
export type { DeclaredIdentity } from './check/declared.ts'
export type { Check, Context } from './check/define.ts'
export type { Existing } from './check/existing.ts'
export type { Right } from './check/rights.ts'
export { judge } from './library/judge.ts'
export type { JudgeOptions } from './library/options.ts'
export { type OwnCheck, type OwnViolation, ownCheck, violated } from './library/own-check.ts'
export type { CheckOutcome, Finding, Outcome, ProfileOutcome, Verdict } from './outcome/outcome.ts'
export {
  type AccessOptions,
  createRegistry,
  type OwnFault,
  type Registry,
  type RegistryOptions,
  serveRegistry,
} from './registry/index.ts'
export { type Conclusion, conclude } from './report/conclusion.ts'
export { type FormatName, formats } from './report/index.ts'
export { parseOutcome } from './report/read-outcome.ts'
export { type SummaryOptions, summary } from './report/terminal.ts'
export { CannotJudge, UsageError } from './run/errors.ts'
export type { RunEvent } from './run/events.ts'
export {
  type ConnectionOptions,
  type ContentOptions,
  defaults,
  type JudgingOptions,
  type RepositoryOptions,
  type RunOptions,
  repositoriesOf,
  type SelectionOptions,
} from './target/options.ts'
export { run } from './target/run.ts'
