import { describe, expect, test } from 'vitest'
import { repositoryOver } from './in-process.test-data.ts'
import { asStep, located, recordOf, StepFailed, Violation, violation } from './violation.ts'

async function wrong(): Promise<Violation> {
  const response = await repositoryOver(() => ({ status: 500 })).send('GET', 'tags/list?n=2')
  return new Violation({ kind: 'status', expected: [200], actual: 500 }, response, { enough: [response.exchange] })
}

function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (cause) {
    return cause
  }
  return undefined
}

test('a record says what was asked and what is enough to show it', async () => {
  const record = recordOf(await wrong())
  expect(record).toMatchObject({
    facts: { kind: 'status', expected: [200], actual: 500 },
    request: { method: 'GET', endpoint: 'tags', status: 500, path: expect.stringMatching(/tags\/list\?n=2$/) },
  })
  expect(record.enough).toEqual([record.exchange])
})

test('a violation keeps what it rests on where its place is said', async () => {
  const before = await wrong()
  const { facts, exchange, enough } = located(before, 'page 2')
  expect(facts).toEqual({ ...before.facts, where: 'page 2' })
  expect(exchange).toBe(before.exchange)
  expect(enough).toEqual(before.enough)
})

describe('a step', () => {
  test('that works gives its value', () => {
    expect(asStep(() => 3)).toBe(3)
  })

  test('that fails names the check that judges it', async () => {
    const cause = await wrong()
    const failure = thrownBy(() =>
      asStep(() => {
        throw cause
      }, 'tags/list'),
    )
    expect(failure).toBeInstanceOf(StepFailed)
    expect(failure).toMatchObject({ violation: cause, judgedBy: 'tags/list' })
  })

  test('that breaks for another reason throws that', () => {
    const error = new TypeError('no')
    expect(
      thrownBy(() =>
        asStep(() => {
          throw error
        }),
      ),
    ).toBe(error)
  })
})

describe('steps that go on', () => {
  test('keep a violation', async () => {
    const cause = await wrong()
    expect(await Promise.reject(cause).catch(violation)).toBe(cause)
  })

  test('do not go on after anything else', async () => {
    const error = new TypeError('no')
    await expect(Promise.reject(error).catch(violation)).rejects.toBe(error)
  })
})
