import { Maker } from '../../../fixtures/make/maker.ts'
import { pushUpgradeContent, upgradeContent } from '../../../suites/upgrade/content.ts'
import type { Pushed } from '../../check/journal.ts'
import { StepFailed } from '../../check/violation.ts'
import { AccessRefused } from '../../client/auth/authenticator.ts'
import { NoResponse } from '../../client/wire.ts'
import { CannotJudge } from '../../run/errors.ts'
import { cleanUp, Ledger } from '../cleanup.ts'
import { connect } from '../connect.ts'
import { ping } from '../discover/ping.ts'
import { lookAround } from '../discover/surroundings.ts'
import { inBrief } from '../in-brief.ts'
import type { RunOptions } from '../options.ts'
import { mainRepository, sessionOf } from '../session.ts'

/** What `--upgrade-verify` needs to know of an earlier `--upgrade-seed`. */
export interface UpgradeState {
  readonly format: 'oci-referee/upgrade/1'
  readonly seed: string
  readonly repository: string
  readonly alternateRepository: string
  readonly tag: string
  readonly pushed: readonly Pushed[]
}

/**
 * Pushes what clients of a registry without the referrers API leave there: an image, referrers, and the list of them
 * under the referrers tag. Nothing is removed: that is for the run that verifies it. Only when it cannot be pushed
 * whole is the rest taken away again.
 * @throws CannotJudge when the target cannot be reached or refuses one of the pushes
 */
export async function seedUpgrade(options: RunOptions): Promise<UpgradeState> {
  const { connection, repositories, content } = options
  const { client, close } = connect(options.connection)
  const ledger = new Ledger()
  try {
    await ping(client, connection)
    ledger.spare(await lookAround(client, repositories.named, repositories.allowContent))
    const repo = mainRepository(sessionOf(client, options, ledger), repositories.repository)
    const tag = await pushUpgradeContent(repo, upgradeContent(new Maker(content.seed, 'upgrade')))
    const { repository, alternateRepository } = repositories
    return {
      format: 'oci-referee/upgrade/1',
      seed: content.seed,
      repository,
      alternateRepository,
      tag,
      pushed: ledger.items,
    }
  } catch (cause) {
    if (cause instanceof StepFailed || cause instanceof NoResponse || cause instanceof AccessRefused) {
      await cleanUp(client, ledger.items)
      throw new CannotJudge(
        `${connection.origin}: what an upgrade starts from could not be pushed: ${cause instanceof StepFailed ? inBrief(cause.violation) : cause.message}`,
      )
    }
    throw cause
  } finally {
    await close()
  }
}
