/**
 * How the tool was called, for commands that a person may repeat: a person who has it only by `npx` cannot type less.
 * @example `${calledAs()} serve` // 'npx oci-referee serve'
 */
export function calledAs(): string {
  return process.env['npm_command'] === 'exec' ? 'npx oci-referee' : 'oci-referee'
}
