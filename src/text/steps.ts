/**
 * Numbered lines for steps, each a sentence, or one for each of several clients that are at it at once.
 *
 * @example numberedSteps(['Push it.', ['Push it again.', 'Delete it.']])
 *   // ['1. Push it.', '2. At the same time:', '   - Push it again.', '   - Delete it.']
 */
export function numberedSteps(steps: readonly (string | readonly string[])[]): readonly string[] {
  return steps.flatMap((step, at) => {
    const number = `${at + 1}.`
    if (typeof step === 'string') return [`${number} ${step}`]
    const indent = ' '.repeat(number.length + 1)
    return [`${number} At the same time:`, ...step.map((one) => `${indent}- ${one}`)]
  })
}
