import { judgeTarget, type TargetSeen } from './judge-target.ts'
import type { Job } from './messages.ts'

/** What a worker thread does, as many times at once as the pool asks. */
export default function work({ target, seed }: Job): Promise<TargetSeen> {
  return judgeTarget(target, seed)
}
