export { measureDct } from './dct';
export { setTaper } from './emphasise';
export {
  dctRise,
  dctSums,
  halfTwiddles,
  layOut,
  line,
  pedestalSpectrum,
  pixels,
  radialBins,
  radialSums,
  reserve,
  scales,
  statistics,
  taper,
  twiddles,
} from './layout';
export { readTile } from './pixels';
export { measureColumns, sumBins, takeLogarithms, transformRows } from './spectra';
export { transformLine } from './transform';
