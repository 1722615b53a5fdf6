import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // `*.suite.ts` judges registries and is run by the tool itself; `*.test.ts` judges the tool.
    include: ['{src,suites,fixtures,scripts}/**/*.test.ts'],
    exclude: ['dist/**', 'node_modules/**'],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
