/** What Frank 2020's source identification tells apart here: kinds of generators instead of four GANs. */
export type GeneratorFamily =
  | 'GAN faces'
  | 'latent diffusion'
  | 'Midjourney'
  | 'DALL·E'
  | 'GPT-image'
  | 'Gemini image';

/** A corpus names generators freely; what names two families, or none for sure, belongs to none. */
const UNSURE = /\bor Nano Banana|unknown|DALL-E mini/i;
const FAMILIES: [pattern: RegExp, family: GeneratorFamily][] = [
  [/StyleGAN|ProGAN \(faces\)|ALAE/, 'GAN faces'],
  [/^SD|latent diffusion|FLUX|Qwen-Image|Z-Image|Chroma|FIBO|ERNIE-Image/i, 'latent diffusion'],
  [/Midjourney/, 'Midjourney'],
  [/DALL-E/, 'DALL·E'],
  [/gpt-image|GPT-4o image/i, 'GPT-image'],
  [/Nano Banana|Gemini/, 'Gemini image'],
];

/** @param generator as in a manifest's column; null where it belongs to no family for sure */
export function generatorFamily(generator: string): GeneratorFamily | null {
  if (UNSURE.test(generator)) return null;
  return FAMILIES.find(([pattern]) => pattern.test(generator))?.[1] ?? null;
}
