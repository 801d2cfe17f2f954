const WORKGROUP_SIZE = 256;

const SHADER = `
@group(0) @binding(0) var<storage, read> source: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> copies: array<vec4u>;

@compute @workgroup_size(${WORKGROUP_SIZE})
fn copy(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * ${WORKGROUP_SIZE} + id.x;
  if (i < arrayLength(&source)) {
    copies[i] = source[i];
  }
}`;

/** The least that a batch can cost on a GPU. */
export interface CopyPass {
  /** Uploads the bytes, copies each of them once on the GPU, and reads back as many of them as was said. */
  run(): Promise<Uint8Array>;
  /** The upload alone, until it is there. */
  upload(): Promise<void>;
  /** The read-back alone. */
  readBack(): Promise<Uint8Array>;
  destroy(): void;
}

/** @param bytes a multiple of 16, within the device's limits */
export async function createCopyPass(
  device: GPUDevice,
  bytes: Uint8Array,
  readBackBytes: number,
): Promise<CopyPass> {
  const label = 'copy';
  const module = device.createShaderModule({ label, code: SHADER });
  const pipeline = await device.createComputePipelineAsync({ label, layout: 'auto', compute: { module } });
  const buffer = (size: number, usage: GPUBufferUsageFlags): GPUBuffer =>
    device.createBuffer({ label, size, usage });
  const source = buffer(bytes.length, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST);
  const copies = buffer(bytes.length, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
  const mappable = buffer(readBackBytes, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  const entries = [source, copies].map((resource, binding) => ({ binding, resource: { buffer: resource } }));
  const group = device.createBindGroup({ label, layout: pipeline.getBindGroupLayout(0), entries });
  const groups = Math.ceil(bytes.length / 16 / WORKGROUP_SIZE);
  const rows = Math.ceil(groups / device.limits.maxComputeWorkgroupsPerDimension);

  const write = (): void => device.queue.writeBuffer(source, 0, bytes);
  const read = async (encoder: GPUCommandEncoder): Promise<Uint8Array> => {
    encoder.copyBufferToBuffer(copies, 0, mappable, 0, readBackBytes);
    device.queue.submit([encoder.finish()]);
    await mappable.mapAsync(GPUMapMode.READ);
    const copied = new Uint8Array(mappable.getMappedRange().slice(0));
    mappable.unmap();
    return copied;
  };

  return {
    run() {
      write();
      const encoder = device.createCommandEncoder({ label });
      const pass = encoder.beginComputePass({ label });
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(Math.ceil(groups / rows), rows);
      pass.end();
      return read(encoder);
    },
    async upload() {
      write();
      await device.queue.onSubmittedWorkDone();
    },
    readBack: () => read(device.createCommandEncoder({ label })),
    destroy() {
      for (const one of [source, copies, mappable]) one.destroy();
    },
  };
}
