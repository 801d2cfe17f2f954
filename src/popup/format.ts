/** Keeps a number and its unit on one line. */
const NARROW_SPACE = '\u202f';

const oneDecimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const shortest = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const threeDigits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

const withMinusSign = (text: string): string => text.replace('-', '\u2212');

/** A rate such as 0.005 as "0.5 %". */
export const formatRate = (rate: number): string => `${shortest.format(rate * 100)}${NARROW_SPACE}%`;

/** A probability in whole per cent; never "0 %" or "100 %", which would claim certainty. */
export function formatProbability(probability: number): string {
  if (probability < 0.01) return `under 1${NARROW_SPACE}%`;
  if (probability > 0.99) return `over 99${NARROW_SPACE}%`;
  return `${grouped.format(probability * 100)}${NARROW_SPACE}%`;
}

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
