import { connection } from './connection.ts'
import { content } from './content.ts'
import { credentials } from './credentials.ts'
import type { Settings } from './define.ts'
import { expectations } from './expectations.ts'
import { judging } from './judging.ts'
import { mode } from './mode.ts'
import { output } from './output.ts'
import { repositories } from './repositories.ts'
import { selection } from './selection.ts'
import { target } from './target.ts'

/** What a run takes. A config file can say all of it, save what only the command line has. */
export const runGroups = {
  target,
  selection,
  content,
  repositories,
  judging,
  expectations,
  output,
  connection,
  credentials,
  mode,
} as const

export type RunSettings = Settings<typeof runGroups>
