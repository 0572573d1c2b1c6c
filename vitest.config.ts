/** How the tests run, and the plain line of counts with which a run ends. */
import { defineConfig } from 'vitest/config';
import type { Reporter, TestModule } from 'vitest/node';

const countOf = (modules: readonly TestModule[], state: 'passed' | 'failed'): number =>
  modules.reduce((sum, { children }) => sum + [...children.allTests(state)].length, 0);

/** A module that cannot be loaded has no tests to fail, and is counted as one. */
const countsAtEnd: Reporter = {
  onTestRunEnd: modules => {
    const broken = modules.filter(module => !module.ok() && [...module.children.allTests('failed')].length === 0);
    console.log(`\n${countOf(modules, 'passed')} passed, ${countOf(modules, 'failed') + broken.length} failed`);
  },
};

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Vitest leaves one core free by default, which on a machine with two is half of it.
    maxWorkers: '100%',
    // A worker keeps its modules from file to file: what a test starts or makes belongs to it and ends with it, and nothing
    // else is shared. Loading everything anew for each file took a third of the time.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ['default', countsAtEnd],
  },
});
