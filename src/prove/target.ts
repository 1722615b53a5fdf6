import { type SpecVersion, specVersions } from '../catalogue/types.ts'
import type { Change, UserSetup } from '../registry/change.ts'
import { faults, variants } from '../registry/index.ts'

/** Faults that every run has to see; the others are for exploration to find. */
export const provenFaults = faults.filter(({ inHistoriesAlone }) => !inHistoriesAlone)

/** One registry to judge. Plain data: it crosses to worker threads. */
export interface Target {
  /** Unique among the targets of one proof. */
  readonly name: string
  readonly kind: 'unbroken' | 'variant' | 'fault' | 'pair'
  readonly faults: readonly string[]
  readonly variants: readonly string[]
  readonly spec: SpecVersion
  /** What the run is told about optional parts. */
  readonly features: Readonly<Record<string, boolean>>
  readonly settleMs: number
  readonly onSockets: boolean
  /** The registry has users, and the run is told of identities. */
  readonly users?: UserSetup
  /** A run may miss what is wrong with it. */
  readonly byChance: boolean
  /** It has the referrers API, so it can get it in mid-life. */
  readonly upgrades: boolean
}

/** Long enough for the faults that act a few milliseconds late; every expectation that never comes true costs it. */
const settleMs = 200

function target(name: string, kind: Target['kind'], changes: readonly Change[], spec: SpecVersion = 'main'): Target {
  const hints = changes.map((change) => change.hints ?? {})
  const users = hints.find((one) => one.users)?.users
  return {
    name,
    kind,
    faults: changes.filter((change) => 'breaks' in change).map((change) => change.name),
    variants: changes.filter((change) => 'allowed' in change).map((change) => change.name),
    spec: hints.find((one) => one.spec)?.spec ?? spec,
    features: Object.assign({}, ...hints.map((one) => one.features)),
    settleMs: Math.max(settleMs, ...hints.map((one) => one.settleMs ?? 0)),
    onSockets: hints.some((one) => one.onSockets === true),
    ...(users && { users }),
    byChance: hints.some((one) => one.byChance === true),
    upgrades: !changes.some((change) => change.features?.referrers === false),
  }
}

/** The ways in which an unbroken registry has users. */
const userSetups: readonly (readonly [string, UserSetup])[] = [
  ['with users who log in by Basic', { scheme: 'basic' }],
  ['with users who log in by tokens', { scheme: 'bearer' }],
  ['with users, and a repository that everybody may read', { scheme: 'bearer', public: true }],
]

/** The registry without any fault, judged by every version of the text, and with users. */
export function unbrokenTargets(): Target[] {
  const versions = specVersions.map((spec) => target(`unbroken, judged by ${spec}`, 'unbroken', [], spec))
  const withUsers = userSetups.map(([words, users]) => ({ ...target(`unbroken, ${words}`, 'unbroken', []), users }))
  return [...versions, ...withUsers]
}

export function variantTargets(): Target[] {
  return variants.map((variant) => target(variant.name, 'variant', [variant]))
}

export function faultTargets(): Target[] {
  return provenFaults.map((fault) => target(fault.name, 'fault', [fault]))
}

/** A registry that is wrong in two ways at once. */
export function pairTarget(one: string, other: string): Target {
  const both = [one, other].map((name) => faults.find((fault) => fault.name === name)!)
  return target(both.map(({ name }) => name).join(' + '), 'pair', both)
}
