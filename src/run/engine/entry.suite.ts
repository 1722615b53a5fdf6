// The one file that vitest loads: everything else is imported from here, natively, once.
import { registerChecks } from './worker.ts'

registerChecks()
