import type { Render } from './format.ts'

/** The text of a report, in one piece. */
export async function textOf(rendered: ReturnType<Render>): Promise<string> {
  const text = await rendered
  return typeof text === 'string' ? text : [...text].join('')
}
