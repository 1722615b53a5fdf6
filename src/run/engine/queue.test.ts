import { expect, test } from 'vitest'
import { Queue } from './queue.ts'

const soon = () => new Promise((resolve) => setImmediate(resolve))

async function taken<T>(queue: Queue<T>): Promise<T[]> {
  const values: T[] = []
  for await (const value of queue) values.push(value)
  return values
}

test('values come in order, whether they were there before or come later', async () => {
  const queue = new Queue<number>()
  queue.push(1)
  queue.push(2)
  const values = taken(queue)
  await soon()
  queue.push(3)
  await soon()
  queue.push(4)
  queue.push(5)
  queue.end()
  expect(await values).toEqual([1, 2, 3, 4, 5])
})

test('a value is handed over while more may come', async () => {
  const queue = new Queue<string>()
  const iterator = queue[Symbol.asyncIterator]()
  const first = iterator.next()
  queue.push('a')
  expect(await first).toEqual({ done: false, value: 'a' })
  const second = iterator.next()
  queue.end()
  expect(await second).toEqual({ done: true, value: undefined })
})

test('an end without values ends', async () => {
  const queue = new Queue<number>()
  queue.end()
  expect(await taken(queue)).toEqual([])
})

test('a bad end is thrown once all values are taken', async () => {
  const queue = new Queue<number>()
  queue.push(1)
  queue.end(new Error('broken'))
  const values: number[] = []
  const taking = (async () => {
    for await (const value of queue) values.push(value)
  })()
  await expect(taking).rejects.toThrow('broken')
  expect(values).toEqual([1])
})

test('a bad end reaches one who waits', async () => {
  const queue = new Queue<number>()
  const waiting = taken(queue)
  await soon()
  queue.end(new Error('broken'))
  await expect(waiting).rejects.toThrow('broken')
})
