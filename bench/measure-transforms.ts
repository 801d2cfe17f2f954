import { createBatch } from './create-batch.ts';
import type { Effort } from './interleave.ts';
import { cpuFft, pffftFft } from './line-transforms.ts';
import { race } from './race.ts';
import { addRace, emptyReport, type Report } from './report.ts';

/** The CPU path's FFT alone beside PFFFT's: the same transforms, those of 16 tiles of 256². */
export async function measureTransforms(effort: Effort, place = ''): Promise<Report> {
  const report = emptyReport();
  addRace(report, await race([cpuFft, pffftFft], createBatch(256, 16), effort), [cpuFft.name], place);
  return report;
}
