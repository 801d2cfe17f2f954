import { expect, test } from 'vitest';
import { largestPart } from './batch-parts.ts';

/** WebGPU's defaults. */
const limits = {
  maxStorageBufferBindingSize: 2 ** 27,
  maxBufferSize: 2 ** 28,
  maxComputeWorkgroupsPerDimension: 65535,
} as GPUSupportedLimits;

test('by default, as many tiles go through as their half planes fit into one binding', () => {
  expect(largestPart(limits, 128)).toBe(403);
  expect(largestPart(limits, 256)).toBe(101);
  expect(largestPart(limits, 1024)).toBe(6);
});

test('a part takes no more workgroups than the device allows', () => {
  const few = { ...limits, maxComputeWorkgroupsPerDimension: 2000 };
  expect(largestPart(few, 128)).toBe(95);
  expect(() => largestPart({ ...few, maxComputeWorkgroupsPerDimension: 1000 }, 128)).toThrow(
    'a tile of 128² needs 1308 workgroups, the GPU allows 1000',
  );
});
