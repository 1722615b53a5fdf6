import { defineCommand } from '../command.ts'
import { historyIn } from '../explore/corpus.ts'
import { discoveryText, leftBehindText } from '../explore/finding.ts'
import { targetGroups, targetOptions } from '../explore/target.ts'
import { onInterrupt } from '../interrupt.ts'
import { allUsed, group, option } from '../options/define.ts'
import { file, wholeNumber } from '../options/kinds.ts'
import { print } from '../terminal.ts'

export const command = defineCommand({
  description:
    'Play a history that the explore command wrote, and say whether the registry still differs from the model: then the exit code is 1, else 0.',
  groups: {
    input: group('Input', {
      file: option(file, { commandLineOnly: true, argument: '<file>', required: true, help: 'File of a history' }),
      rounds: option(wholeNumber(1, 1000), {
        flags: '--rounds <number>',
        commandLineOnly: true,
        otherwise: '5 where clients overlap in the history, else 1',
        help: 'How often the history is played',
      }),
    }),
    ...targetGroups,
  },
  examples: [['See whether it was mended', 'oci-referee replay reports/explore/1.history.json localhost:5000']],
  async run({ input, ...target }) {
    const { file, rounds, ...restOfInput } = input
    allUsed(restOfInput)
    const history = await historyIn(file)
    const options = await targetOptions(target)
    const { spec } = options.selection
    const interruption = onInterrupt((text) => process.stderr.write(`\noci-referee: ${text}\n`))
    try {
      const { replayOnTarget } = await import('../../target/explore.ts')
      const { found, leftovers } = await replayOnTarget(options, history, interruption.signal, rounds)
      print(leftBehindText(leftovers))
      print(found ? discoveryText(found, spec, options.judging.strict) : 'The registry does what the model says.\n')
      return interruption.exitCode() ?? (found ? 1 : 0)
    } finally {
      interruption.release()
    }
  },
})
