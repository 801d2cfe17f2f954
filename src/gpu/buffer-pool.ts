/** Buffers of one device by name, kept between batches and replaced by larger ones on demand. */
export interface BufferPool {
  /** The buffer of this name, at least `size` bytes; contents are whatever the last user left. */
  take(name: string, size: number, usage: GPUBufferUsageFlags): GPUBuffer;
  /** Frees every buffer. The pool stays usable. */
  clear(): void;
}

/** @param owner first word of the buffers' labels. */
export function createBufferPool(device: GPUDevice, owner: string): BufferPool {
  const buffers = new Map<string, GPUBuffer>();
  return {
    take(name, size, usage) {
      const existing = buffers.get(name);
      if (existing && existing.size >= size) return existing;
      existing?.destroy();
      const buffer = device.createBuffer({ label: `${owner} ${name}`, size, usage });
      buffers.set(name, buffer);
      return buffer;
    },
    clear() {
      for (const buffer of buffers.values()) buffer.destroy();
      buffers.clear();
    },
  };
}
