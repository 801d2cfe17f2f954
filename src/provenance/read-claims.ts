import type { Claim } from '../analysis.ts';
import { type FilePart, fileParts } from './file-parts.ts';

/**
 * What a picture's file declares about how it was made, each claim once. Anybody can write or remove such a
 * declaration: nothing here is checked, and a file without any says nothing.
 */
export async function readClaims(bytes: Uint8Array<ArrayBuffer>): Promise<Claim[]> {
  const claims = new Set<Claim>();
  for await (const part of fileParts(bytes)) {
    const claim = claimOf(part);
    if (claim) claims.add(claim);
  }
  return [...claims];
}

function claimOf(part: FilePart): Claim | null {
  switch (part.kind) {
    case 'credentials':
      return 'credentials';
    case 'xmp':
      return sourceTypeIn(part.text);
    case 'text':
      return isGeneratorText(part.keyword, part.text) ? 'generator-settings' : null;
  }
}

/** IPTC's property, as an attribute, as an element, or as a resource; its value with or without the vocabulary's address. */
const SOURCE_TYPE =
  /:DigitalSourceType(?:\s{0,9}>|\s{1,9}rdf:resource)?(?:\s{0,9}=\s{0,9}["'])?\s{0,99}(?:https?:\/\/cv\.iptc\.org\/newscodes\/digitalsourcetype\/)?(trainedAlgorithmicMedia|compositeWithTrainedAlgorithmicMedia)\b/i;

function sourceTypeIn(xmp: string): Claim | null {
  const value = SOURCE_TYPE.exec(xmp)?.[1]?.toLowerCase();
  if (value === undefined) return null;
  return value.startsWith('composite') ? 'iptc-composite' : 'iptc-generated';
}

/** What image generators write into a PNG, by the chunk's keyword, and what must be in it to be told from other uses. */
const GENERATOR_TEXTS: Record<string, RegExp> = {
  // Stable Diffusion web UIs
  parameters: /\bSteps: \d+, /,
  // ComfyUI: its graph, as JSON
  prompt: /^\s*\{.*"class_type"/s,
  // InvokeAI
  invokeai_metadata: /^\s*\{/,
  'sd-metadata': /^\s*\{/,
  Software: /^NovelAI\b/,
};

function isGeneratorText(keyword: string, text: string): boolean {
  const pattern = Object.hasOwn(GENERATOR_TEXTS, keyword) ? GENERATOR_TEXTS[keyword] : undefined;
  return pattern?.test(text) ?? false;
}
