/** Passes that are timed at most between two readings. */
const MOST_PASSES = 64;

/** How long each pipeline of a device takes. */
export interface StageTimer {
  /** Milliseconds since the last reading by the pipeline's entry point, the first word of its label. */
  read(): Promise<Record<string, number>>;
}

/**
 * From now on gives each pipeline in this device's compute passes a pass of its own, with timestamps before and behind:
 * so the stages of an analyzer are timed as they are, without code of their own for it.
 * @throws Error where the device has no timestamp queries
 */
export function timeStages(device: GPUDevice): StageTimer {
  if (!device.features.has('timestamp-query')) throw new Error('no timestamp queries');
  const querySet = device.createQuerySet({ label: 'stages', type: 'timestamp', count: 2 * MOST_PASSES });
  const size = 2 * MOST_PASSES * 8;
  const resolved = device.createBuffer({
    label: 'stages',
    size,
    usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
  });
  const readBack = device.createBuffer({
    label: 'stages read-back',
    size,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  let labels: string[] = [];

  const createCommandEncoder = device.createCommandEncoder.bind(device);
  device.createCommandEncoder = (descriptor) => {
    const encoder = createCommandEncoder(descriptor);
    encoder.beginComputePass = () => splitPass(encoder);
    return encoder;
  };

  const splitPass = (encoder: GPUCommandEncoder): GPUComputePassEncoder => {
    let pass: GPUComputePassEncoder | undefined;
    const split: Pick<GPUComputePassEncoder, 'setPipeline' | 'setBindGroup' | 'dispatchWorkgroups' | 'end'> =
      {
        setPipeline(pipeline) {
          pass?.end();
          const begin = 2 * labels.push(pipeline.label) - 2;
          pass = GPUCommandEncoder.prototype.beginComputePass.call(encoder, {
            label: pipeline.label,
            timestampWrites: { querySet, beginningOfPassWriteIndex: begin, endOfPassWriteIndex: begin + 1 },
          });
          pass.setPipeline(pipeline);
        },
        setBindGroup: (index: number, group: GPUBindGroup) => pass?.setBindGroup(index, group),
        dispatchWorkgroups: (...sizes) => pass?.dispatchWorkgroups(...sizes),
        end: () => pass?.end(),
      };
    return split as GPUComputePassEncoder;
  };

  return {
    async read() {
      const names = labels.map((label) => label.split(' ')[0]);
      labels = [];
      const encoder = createCommandEncoder({ label: 'stages' });
      encoder.resolveQuerySet(querySet, 0, 2 * names.length, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, readBack, 0, size);
      device.queue.submit([encoder.finish()]);
      await readBack.mapAsync(GPUMapMode.READ);
      const nanoseconds = new BigInt64Array(readBack.getMappedRange().slice(0));
      readBack.unmap();
      const milliseconds: Record<string, number> = {};
      for (const [i, name] of names.entries()) {
        const duration = Number(nanoseconds[2 * i + 1] - nanoseconds[2 * i]) / 1e6;
        milliseconds[name] = (milliseconds[name] ?? 0) + duration;
      }
      return milliseconds;
    },
  };
}
