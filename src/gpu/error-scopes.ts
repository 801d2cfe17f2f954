/** Popped in the opposite order: running out of memory comes before the invalid buffers that follow from it. */
const FILTERS = ['validation', 'internal', 'out-of-memory'] as const;

/**
 * Runs `work` and collects what the device found wrong with it. `work` must not wait for anything: scopes belong to
 * the whole device, and another user's errors would slip in.
 *
 * @returns the work's result, and a promise of the first error or of nothing.
 */
export function withErrorScopes<Result>(
  device: GPUDevice,
  work: () => Result,
): { result: Result; failure: Promise<Error | undefined> } {
  for (const filter of FILTERS) device.pushErrorScope(filter);
  let popped: Promise<GPUError | null>[] = [];
  let result: Result;
  try {
    result = work();
  } finally {
    popped = FILTERS.map(() => device.popErrorScope());
  }
  const failure = Promise.all(popped).then((errors) => {
    const error = errors.find((found) => found !== null);
    return error ? new Error(`GPU refused the work: ${error.message}`) : undefined;
  });
  return { result, failure };
}
