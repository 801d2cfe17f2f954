import { expect, test } from 'vitest';
import { generatorFamily } from './generator-family.ts';

test.each([
  ['StyleGAN2-ADA (FFHQ 1024)', 'GAN faces'],
  ['ProGAN (faces)', 'GAN faces'],
  ['ProGAN (LSUN classes, CNNDetection training set)', null],
  ['SD 2.x / SD 1.5 / SDXL (mapping changed over time)', 'latent diffusion'],
  ['Latent Diffusion (LAION-400M)', 'latent diffusion'],
  ['FLUX.2', 'latent diffusion'],
  ['unknown diffusion (Runware API, FLUX/SD)', null],
  ['Midjourney v2/v3 (2022)', 'Midjourney'],
  ['DALL-E 3', 'DALL·E'],
  ['DALL-E mini', null],
  ['GPT-4o image / gpt-image-1', 'GPT-image'],
  ['GPT-Image-2 (gpt-image-2)', 'GPT-image'],
  ['GPT-4o image or Nano Banana (not stated)', null],
  ['Nano Banana Pro (Gemini 3 Pro Image)', 'Gemini image'],
  ['', null],
])('%s → %s', (generator, family) => {
  expect(generatorFamily(generator)).toBe(family);
});
