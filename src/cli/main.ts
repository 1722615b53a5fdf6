#!/usr/bin/env node
import { CannotJudge, UsageError } from '../run/errors.ts'
import { oneLine } from '../text/safe.ts'
import { program } from './program.ts'

// A reader that has stopped (`| head`) changes nothing: the work, its reports and its exit code stay the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

/** Exit codes: 0 conforms, 1 does not, 2 wrong usage, 3 could not judge, 130 and 143 interrupted. */
try {
  process.exitCode = await program(process.argv)
} catch (cause) {
  if (cause instanceof UsageError || cause instanceof CannotJudge) {
    process.stderr.write(`oci-referee: ${oneLine(cause.message, 1000)}\n`)
    process.exitCode = cause instanceof UsageError ? 2 : 3
  } else {
    const error = cause instanceof Error ? cause : new Error(String(cause))
    process.stderr.write(
      `oci-referee: internal error: ${oneLine(error.message, 1000)} (set OCI_REFEREE_DEBUG=1 for where, and please report it)\n`,
    )
    if (process.env['OCI_REFEREE_DEBUG']) process.stderr.write(`${error.stack ?? ''}\n`)
    process.exitCode = 3
  }
}
