import { defineConfig } from '@playwright/test';

/** Each file starts a browser of its own; two at a time suit two cores. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: '.cache/test-results',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  fullyParallel: false,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  // On two cores that others use, too, a time limit may run out by chance; such tests are named as flaky in the end.
  retries: 1,
});
