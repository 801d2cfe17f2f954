import { cpus, loadavg, release, totalmem, type } from 'node:os';

/** What the numbers were taken on. `load`: processes that wanted to run in the last minute. */
export const machineFacts = () => ({
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  gigabytes: Math.round(totalmem() / 2 ** 30),
  system: `${type()} ${release()}`,
  node: process.version,
  load: Number(loadavg()[0].toFixed(1)),
});
