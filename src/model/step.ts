import type { Command } from './command.ts'
import { match } from './match.ts'
import type { Comparison, Reply, Step } from './outcome.ts'
import type { State } from './state.ts'
import { deleteBlob, deleteManifest, deleteTag } from './steps/delete.ts'
import { push } from './steps/push.ts'
import { cancel, chunk, close } from './steps/session.ts'
import { mount, open, post } from './steps/upload.ts'

/**
 * All that the text lets a registry do with a command, each with the state that follows.
 * Undefined: the command names an upload session that was never opened, or bytes that the blob does not have, so it
 * cannot be sent.
 */
export function step(state: State, command: Command): Step | undefined {
  switch (command.op) {
    case 'push':
      return push(state, command)
    case 'delete-manifest':
      return deleteManifest(state, command)
    case 'delete-tag':
      return deleteTag(state, command)
    case 'delete-blob':
      return deleteBlob(state, command)
    case 'open':
      return open(state, command)
    case 'post':
      return post(state, command)
    case 'mount':
      return mount(state, command)
    case 'chunk':
      return chunk(state, command)
    case 'close':
      return close(state, command)
    case 'cancel':
      return cancel(state, command)
  }
}

/** Compares the response to a command with the model. A command that cannot be sent changes nothing. */
export function advance(state: State, command: Command, reply: Reply): Comparison {
  const taken = step(state, command)
  return taken ? match(state, taken, reply) : { state, disagreements: [] }
}
