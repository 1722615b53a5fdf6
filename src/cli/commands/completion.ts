import { defineCommand } from '../command.ts'
import { completed } from '../completion/commands.ts'
import { shellNames, shells } from '../completion/shells.ts'
import { allUsed, group, option } from '../options/define.ts'
import { choice } from '../options/kinds.ts'
import { print } from '../terminal.ts'

export const command = defineCommand({
  description: 'Print what lets a shell complete commands, options and their values.',
  groups: {
    subject: group('Subject', {
      shell: option(choice(shellNames), {
        argument: '<shell>',
        required: true,
        commandLineOnly: true,
        help: `Shell to complete in: ${shellNames.join(', ')}`,
      }),
    }),
  },
  examples: [
    ['In bash, from ~/.bashrc', 'source <(oci-referee completion bash)'],
    ['In zsh, from ~/.zshrc', 'source <(oci-referee completion zsh)'],
    ['In fish', 'oci-referee completion fish > ~/.config/fish/completions/oci-referee.fish'],
  ],
  async run({ subject: { shell, ...rest }, ...others }, { everyCommand }) {
    allUsed(rest)
    allUsed(others)
    const all = await everyCommand()
    print(shells[shell](all.map(({ name, summary, definition }) => completed(name, summary, definition))))
    return 0
  },
})
