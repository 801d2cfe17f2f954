/** Requested of buffers where the adapter has it: 256 tiles of 512². Larger batches are split. */
const LARGEST_BUFFER = 2 ** 28;

export interface AcquireDeviceOptions {
  /** Take adapters that compute on the CPU too; our own CPU path is many times faster. */
  allowFallback?: boolean;
}

/** A device, or why there is none. */
export type AcquiredDevice = { device: GPUDevice } | { device: null; reason: string };

/**
 * Asks for the fastest adapter's device, with room for large batches and, where it can, with timestamp queries.
 * Never throws: without a usable GPU there is still the CPU.
 *
 * @param gpu `navigator.gpu`, which is missing in browsers without WebGPU.
 */
export async function acquireDevice(
  gpu: GPU | null | undefined,
  { allowFallback = false }: AcquireDeviceOptions = {},
): Promise<AcquiredDevice> {
  if (!gpu) return { device: null, reason: 'no WebGPU in this browser' };
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return { device: null, reason: 'no GPU adapter' };
    if (adapter.info.isFallbackAdapter && !allowFallback) {
      return { device: null, reason: 'only a fallback adapter, which computes on the CPU' };
    }
    const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
    const device = await adapter.requestDevice({
      label: 'Falloff',
      requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
      requiredLimits: {
        maxStorageBufferBindingSize: Math.min(maxStorageBufferBindingSize, LARGEST_BUFFER),
        maxBufferSize: Math.min(maxBufferSize, LARGEST_BUFFER),
      },
    });
    return { device };
  } catch (error) {
    return { device: null, reason: error instanceof Error ? error.message : String(error) };
  }
}
