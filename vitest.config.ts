import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'scenes/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is polled for comes as soon as it comes: a machine may have other things to do.
    expect: { poll: { timeout: 10_000 } },
  },
})
