import type { TestCase } from 'junit-report-builder'

type Element = ReturnType<TestCase['build']>

/** Texts of one test case, safe for XML (see `safe-text.ts`). */
export interface CaseTexts {
  /** Attribute of the `<skipped>` element. */
  readonly skipped?: string
  /** Body of the `<failure>` or `<error>` element. */
  readonly body?: string
  readonly output?: string
}

/**
 * Adds texts to a test case as plain nodes. The builder itself knows no reason for a skip, and puts bodies into CDATA
 * sections, where it splits only the first of several `]]>`.
 */
export function addTexts(testCase: TestCase, { skipped, body, output }: CaseTexts): void {
  const build = testCase.build.bind(testCase)
  testCase.build = (parent) => {
    const element = build(parent)
    if (skipped !== undefined) child(element, 'skipped')?.att('message', skipped)
    if (body) (child(element, 'failure') ?? child(element, 'error'))?.txt(body)
    if (output) element.ele('system-out', {}, output)
    return element
  }
}

function child(element: Element, name: string): Element | undefined {
  return (element.children as Element[]).find((one) => one.name === name)
}
