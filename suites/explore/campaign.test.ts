import { expect, test } from 'vitest'
import { allFeatures } from '../../src/model/index.ts'
import { type CampaignOptions, campaign } from './campaign.ts'
import { embedded } from './embedded.test-data.ts'
import { plainOptions } from './find.ts'
import { inWords } from './words.ts'

/** The histories of an exploration, in any order. */
async function histories(more: Partial<CampaignOptions> = {}): Promise<string[]> {
  const found: string[] = []
  const options = {
    features: allFeatures,
    steps: plainOptions.steps,
    seed: 'a seed',
    salt: '',
    lanes: 4,
    runs: 10,
    shrinkRequests: 0,
  }
  await campaign(embedded(), { ...options, ...more, onHistory: ({ last }) => found.push(inWords(last).join('\n')) })
  return found.sort()
}

test('parts of an exploration are the whole together', async () => {
  const whole = await histories()
  expect(new Set(whole).size).toBe(10)
  const parts = await Promise.all([1, 2, 3].map((part) => histories({ isHere: (lane) => lane % 3 === part - 1 })))
  expect(parts.every((part) => part.length > 0)).toBe(true)
  expect(parts.flat().sort()).toEqual(whole)
})

test('what was seen before an interruption is kept', async () => {
  let isOver = false
  const ground = embedded({ faults: ['blob-truncated'] })
  const before = new Set<string>()
  const found = await campaign(
    {
      ...ground,
      port() {
        // To shorten a history, it is played anew.
        isOver = before.size > 0
        const port = ground.port()
        return {
          ...port,
          send(...request) {
            if (isOver) throw new DOMException('interrupted', 'AbortError')
            return port.send(...request)
          },
        }
      },
      onDifference: (_, differences) => {
        for (const { rule } of differences) before.add(rule)
      },
    },
    {
      features: allFeatures,
      steps: plainOptions.steps,
      seed: 'a seed',
      salt: '',
      lanes: 1,
      runs: 10,
      shrinkRequests: 100,
      isOver: () => isOver,
    },
  )
  expect(found.found.map(({ disagreement, cameBack }) => [disagreement.rule, cameBack])).toEqual([
    [[...before][0], { times: 0, of: 0 }],
  ])
})
