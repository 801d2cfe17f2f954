import { spawn } from 'node:child_process';

/** What `npm run scan` says of one file. */
export interface Line {
  file: string;
  verdict: string;
  probability: number | null;
  models: Record<string, number> | null;
  reason: string | null;
  width: number;
  height: number;
  tiles: number;
  ms: number;
}

interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
  lines: Line[];
}

/** Runs `npm run scan` to its end. */
export const scan = (...args: string[]): Promise<Run> => scanWith({}, ...args);

export function scanWith(env: Record<string, string>, ...args: string[]): Promise<Run> {
  const child = spawn('node', ['tools/with-setup.mjs', 'scan', ...args], { env: { ...process.env, ...env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) =>
    child.on('close', (status) => {
      const lines = status === 0 ? stdout.split('\n').filter(Boolean) : [];
      resolve({ status, stdout, stderr, lines: lines.map((line) => JSON.parse(line)) });
    }),
  );
}
