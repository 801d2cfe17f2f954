import { describe, expect, test } from 'vitest';
import { acquireDevice } from './acquire-device.ts';
import { createSwiftshaderGpu, swiftshaderMissing } from './swiftshader.ts';

const gpuWith = (adapter: object | null): GPU => ({ requestAdapter: async () => adapter }) as unknown as GPU;

test('gives reasons where there is no WebGPU, no adapter or no device', async () => {
  expect(await acquireDevice(undefined)).toEqual({ device: null, reason: 'no WebGPU in this browser' });
  expect(await acquireDevice(gpuWith(null))).toEqual({ device: null, reason: 'no GPU adapter' });
  const refusing = {
    info: { isFallbackAdapter: false },
    features: new Set(),
    limits: { maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 28 },
    requestDevice: () => Promise.reject(new Error('adapter was consumed')),
  };
  expect(await acquireDevice(gpuWith(refusing))).toEqual({ device: null, reason: 'adapter was consumed' });
});

test('asks for no more than the adapter has, and for timestamps only where it has them', async () => {
  const asked: GPUDeviceDescriptor[] = [];
  const adapter = (features: string[], largest: number) => ({
    info: { isFallbackAdapter: false },
    features: new Set(features),
    limits: { maxStorageBufferBindingSize: largest, maxBufferSize: largest },
    requestDevice: async (descriptor: GPUDeviceDescriptor) => asked.push(descriptor),
  });
  await acquireDevice(gpuWith(adapter([], 2 ** 27)));
  await acquireDevice(gpuWith(adapter(['timestamp-query'], 2 ** 40)));
  expect(asked).toMatchObject([
    {
      requiredFeatures: [],
      requiredLimits: { maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 27 },
    },
    { requiredFeatures: ['timestamp-query'], requiredLimits: { maxBufferSize: 2 ** 28 } },
  ]);
});

describe.skipIf(swiftshaderMissing)(`with a fallback adapter ${swiftshaderMissing ?? ''}`, () => {
  test('leaves it alone unless told otherwise', async () => {
    const gpu = createSwiftshaderGpu();
    expect(await acquireDevice(gpu)).toMatchObject({
      device: null,
      reason: expect.stringContaining('fallback'),
    });
    const { device } = await acquireDevice(gpu, { allowFallback: true });
    expect(device?.features.has('timestamp-query')).toBe(true);
    device?.destroy();
  });
});
