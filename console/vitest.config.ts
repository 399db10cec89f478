import { defineConfig, mergeConfig } from 'vitest/config';
import page from './vite.config.ts';

/** Tests of parts in `test`, in Node; tests of the whole in `e2e`, in a browser against the program. */
export default mergeConfig(
  page,
  defineConfig({
    test: {
      include: ['test/**/*.test.{ts,tsx}', 'e2e/**/*.e2e.ts'],
      // One program and one browser at a time: together they take both of a small machine's processors.
      fileParallelism: false,
      testTimeout: 60_000,
      hookTimeout: 120_000,
    },
  }),
);
