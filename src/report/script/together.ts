import type { Step } from './steps.ts'

/**
 * Steps in layers that can be sent at the same time: each step comes after those whose responses were there when it was
 * sent. What overlapped in the recording overlaps in the script, too.
 */
export function layersOf(steps: readonly Step[]): Step[][] {
  const layers: Step[][] = []
  const layerOf = new Map<Step, number>()
  for (const step of steps) {
    const { at } = step.recorded.exchange
    const before = [...layerOf].filter(
      ([
        {
          recorded: { exchange },
        },
      ]) => exchange.at + exchange.ms <= at,
    )
    const layer = 1 + Math.max(-1, ...before.map(([, one]) => one))
    layerOf.set(step, layer)
    layers[layer] = [...(layers[layer] ?? []), step]
  }
  return layers.filter((layer) => layer !== undefined)
}
