import { NARROW_SPACE } from '../format-share.ts';

const oneDecimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const threeDigits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

const withMinusSign = (text: string): string => text.replace('-', '\u2212');

/** A level such as −31.2 dB. */
export const formatDecibels = (level: number): string =>
  `${withMinusSign(oneDecimal.format(level)).replace(/^\u2212(?=0\.0$)/, '')}${NARROW_SPACE}dB`;

/** A frequency in cycles per pixel, without its unit. */
export const formatFrequency = (cyclesPerPixel: number): string => cyclesPerPixel.toFixed(2);

/** A whole number with its thousands set apart. */
export const formatCount = (count: number): string => grouped.format(count);

/** A duration in milliseconds; short ones with a decimal. */
export const formatMilliseconds = (duration: number): string =>
  `${duration < 10 ? oneDecimal.format(duration) : grouped.format(duration)}${NARROW_SPACE}ms`;

/** A plain number to three significant digits; very small ones as a power of ten, such as 3.1·10⁻⁵. */
export function formatNumber(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-3) {
    const [mantissa, exponent] = value.toExponential(1).split('e');
    return withMinusSign(`${mantissa}·10`) + superscript(Number(exponent));
  }
  return withMinusSign(threeDigits.format(value));
}

const superscript = (exponent: number): string =>
  Array.from(String(exponent), (digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)])).join('');
