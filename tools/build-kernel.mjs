/**
 * Compiles the CPU kernel from AssemblyScript to WebAssembly and writes it as a TypeScript module, which loads alike in
 * the extension, its workers and Node. Plain JavaScript, because the packages' set-up runs it.
 *
 *   node tools/build-kernel.mjs      does nothing where the module is newer than its sources
 */
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const source = fileURLToPath(new URL('../src/spectrum/kernel/assembly', import.meta.url));
const target = fileURLToPath(new URL('../src/spectrum/kernel/kernel-binary.ts', import.meta.url));

const changed = (path) => statSync(path).mtimeMs;
const newest = Math.max(...readdirSync(source).map((name) => changed(`${source}/${name}`)));
if (!existsSync(target) || changed(target) < newest) await build();

async function build() {
  let binary;
  const { error, stderr } = await asc.main(
    [
      'index.ts',
      ...['--baseDir', source],
      ...['--outFile', 'kernel.wasm'],
      ...['--optimizeLevel', '3', '--noAssert'],
      ...['--runtime', 'stub', '--use', 'abort='],
      ...['--enable', 'simd'],
      // Vectors are exchanged between the kernel's own files only.
      ...['--disableWarning', '112'],
    ],
    {
      writeFile: (_name, contents) => {
        binary = contents;
      },
    },
  );
  const messages = stderr.toString();
  if (error || messages)
    throw new Error(`the kernel does not compile cleanly:\n${messages}`, { cause: error });

  const base64 = Buffer.from(binary).toString('base64');
  writeFileSync(
    target,
    `/** Made by \`tools/build-kernel.mjs\`: WebAssembly in base64. */\nexport const KERNEL_BINARY = '${base64}';\n`,
  );
}
