// Kubernetes quantities, exactly as k8s.io/apimachinery/pkg/api/resource reads them (v0.36.3; quantity.go, suffix.go). Compared
// with vectors that its own code printed, in quantity.test.ts. Kubernetes rounds what is finer than a nano up, away from zero, so
// that every quantity is a whole number of nanos: one BigInt says it all, and nothing here ever touches a floating point number.

/** How a quantity was written, and is written again. Names as in Kubernetes. */
type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** An amount of something, exact. Make one with parseQuantity. */
export interface Quantity {
  /** The amount times 10^9. */
  readonly nano: bigint;
  readonly format: QuantityFormat;
}

/** Wherever a quantity is read, its text does as well. */
export type QuantityLike = Quantity | string;

/** A text that Kubernetes would refuse as a quantity. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError';
}

const NANO = 1_000_000_000n;
const MAX_BINARY = (2n ** 63n - 1n) * NANO;
// Beyond this, an amount is nonsense and the arithmetic costs memory; Kubernetes itself wraps around somewhere above.
const MAX_EXPONENT = 60;

const DECIMAL: readonly (readonly [suffix: string, exponent: number])[] = [
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18], // prettier-ignore
];
const BINARY: readonly (readonly [suffix: string, shift: number])[] = [
  ['Ki', 10],
  ['Mi', 20],
  ['Gi', 30],
  ['Ti', 40],
  ['Pi', 50],
  ['Ei', 60], // prettier-ignore
];
const DECIMAL_BY_SUFFIX = new Map(DECIMAL);
const BINARY_BY_SUFFIX = new Map(BINARY);

const SHAPE = /^([+-]?)(\d*)(?:(\.)(\d*))?(|[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)$/;

const wrong = (text: string): QuantityError =>
  new QuantityError(
    `"${text.slice(0, 40)}" is no quantity. Write a number with a suffix, such as 500m, 2, 512Mi or 10Gi.`,
  );

// A company has few quotas: a page of cards is hundreds of quantities, of a dozen texts.
const MOST_KNOWN = 1_000;
const known = new Map<string, Quantity>();

/** Reads a quantity. Throws QuantityError for what Kubernetes refuses, and for exponents above 60. */
export function parseQuantity(text: string): Quantity {
  const before = known.get(text);
  if (before !== undefined) return before;
  const quantity = parse(text);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, quantity);
  return quantity;
}

function parse(text: string): Quantity {
  const match = text.length > 128 ? null : SHAPE.exec(text);
  if (match === null) throw wrong(text);
  const [, sign = '', whole = '', , fraction = '', suffix = ''] = match;
  // Kubernetes takes ".5", "5." and even ".": it reads the digits it finds. A text without any digit is refused here, since nobody means it.
  if (whole === '' && fraction === '') throw wrong(text);
  const digits = BigInt(whole + fraction);
  let format: QuantityFormat = 'DecimalSI';
  let exponent = DECIMAL_BY_SUFFIX.get(suffix);
  let shift = 0;
  if (exponent === undefined) {
    const binary = BINARY_BY_SUFFIX.get(suffix);
    exponent = 0;
    if (binary !== undefined) {
      format = 'BinarySI';
      shift = binary;
    } else {
      format = 'DecimalExponent';
      exponent = Number(suffix.slice(1));
      if (exponent > MAX_EXPONENT)
        throw new QuantityError(`"${text.slice(0, 40)}" is too large. Write a smaller number.`);
    }
  }
  // nano = digits * 2^shift * 10^(exponent - decimals + 9), rounded away from zero.
  const power = exponent - fraction.length + 9;
  const scaled = digits << BigInt(shift);
  let nano: bigint;
  if (power >= 0) nano = scaled * 10n ** BigInt(power);
  else if (power < -400) nano = digits === 0n ? 0n : 1n;
  else {
    const divisor = 10n ** BigInt(-power);
    nano = (scaled + divisor - 1n) / divisor;
  }
  if (format === 'BinarySI' && nano > MAX_BINARY) nano = MAX_BINARY;
  if (format === 'BinarySI' && nano > 0n && nano < NANO) format = 'DecimalSI';
  return { nano: sign === '-' ? -nano : nano, format };
}

/** Whether Kubernetes takes a text as a quantity. */
export function isQuantity(text: string): boolean {
  try {
    parseQuantity(text);
    return true;
  } catch {
    return false;
  }
}

const read = (quantity: QuantityLike): Quantity =>
  typeof quantity === 'string' ? parseQuantity(quantity) : quantity;

/** Below zero, zero or above zero, as for Array.sort. */
export function compareQuantities(a: QuantityLike, b: QuantityLike): -1 | 0 | 1 {
  const difference = read(a).nano - read(b).nano;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Whether two quantities are the same amount, however they are written: "1", "1000m" and "1e0" are. */
export function sameQuantity(a: QuantityLike, b: QuantityLike): boolean {
  return compareQuantities(a, b) === 0;
}

// As in Kubernetes: a sum is written like its first operand that isn't zero.
const joined = (a: Quantity, b: Quantity, nano: bigint): Quantity => ({
  nano,
  format: a.nano === 0n ? b.format : a.format,
});

/** a + b, written like a (like b when a is zero). */
export function addQuantities(a: QuantityLike, b: QuantityLike): Quantity {
  const [left, right] = [read(a), read(b)];
  return joined(left, right, left.nano + right.nano);
}

/** a - b, which may be below zero, written like a (like b when a is zero). */
export function subtractQuantities(a: QuantityLike, b: QuantityLike): Quantity {
  const [left, right] = [read(a), read(b)];
  return joined(left, right, left.nano - right.nano);
}

/** q times a factor, taken as the decimal number it prints as (1.1 is eleven tenths), rounded up to a nano, away from zero. */
export function scaleQuantity(q: QuantityLike, factor: number): Quantity {
  if (!Number.isFinite(factor)) throw new QuantityError('A factor must be a finite number.');
  const { nano, format } = read(q);
  const [mantissa = '0', power = '0'] = Math.abs(factor).toString().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  let numerator = nano * BigInt(whole + fraction) * (factor < 0 ? -1n : 1n);
  const scale = Number(power) - fraction.length;
  if (scale >= 0) return { nano: numerator * 10n ** BigInt(scale), format };
  const divisor = 10n ** BigInt(-scale);
  const negative = numerator < 0n;
  if (negative) numerator = -numerator;
  const rounded = (numerator + divisor - 1n) / divisor;
  return { nano: negative ? -rounded : rounded, format };
}

/** The text Kubernetes writes for a quantity: no fraction, the largest suffix that loses nothing ("1.5Gi" becomes "1536Mi"). */
export function quantityToString(q: QuantityLike): string {
  const { nano, format } = read(q);
  if (nano === 0n) return '0';
  const negative = nano < 0n;
  const amount = negative ? -nano : nano;
  const sign = negative ? '-' : '';
  if (format === 'BinarySI' && amount >= 1024n * NANO && amount % NANO === 0n) {
    let value = amount / NANO;
    let suffix = '';
    for (const [name] of BINARY) {
      if (value % 1024n !== 0n) break;
      value /= 1024n;
      suffix = name;
    }
    return sign + value.toString() + suffix;
  }
  let value = amount;
  let exponent = -9;
  while (value % 1000n === 0n && (format === 'DecimalExponent' || exponent < 18)) {
    value /= 1000n;
    exponent += 3;
  }
  if (format === 'DecimalExponent')
    return sign + value.toString() + (exponent === 0 ? '' : `e${String(exponent)}`);
  const suffix = DECIMAL.find(([, power]) => power === exponent)?.[0] ?? '';
  return sign + value.toString() + suffix;
}

// A whole number of thousandths as a decimal text, without trailing zeros.
function thousandths(value: bigint): string {
  const negative = value < 0n;
  const text = (negative ? -value : value).toString().padStart(4, '0');
  const fraction = text.slice(-3).replace(/0+$/, '');
  return (negative ? '-' : '') + text.slice(0, -3) + (fraction === '' ? '' : `.${fraction}`);
}

// Rounded away from zero, as Kubernetes does: a figure shown is never below what is asked.
function divideUp(value: bigint, divisor: bigint): bigint {
  return value < 0n ? -((-value + divisor - 1n) / divisor) : (value + divisor - 1n) / divisor;
}

/** What a quantity counts: processors, bytes (memory or storage) or objects. */
type QuantityUnit = 'cpu' | 'memory' | 'count';

/**
 * A quantity for people, unit included: "0.5 CPU", "1.5 GiB", "512 MiB", "20". At most three decimals for CPU and one for bytes,
 * rounded up.
 */
export function formatQuantity(q: QuantityLike, unit: QuantityUnit): string {
  const { nano } = read(q);
  if (unit === 'cpu') return `${thousandths(divideUp(nano, NANO / 1000n))} CPU`;
  if (unit === 'count') return divideUp(nano, NANO).toString();
  const bytes = nano < 0n ? -nano : nano;
  let size = NANO;
  let name = 'B';
  for (const next of ['KiB', 'MiB', 'GiB', 'TiB', 'PiB']) {
    if (bytes < size * 1024n) break;
    size *= 1024n;
    name = next;
  }
  const tenths = divideUp(nano * 10n, size);
  return `${thousandths(tenths * 100n)} ${name}`;
}

/** Used against hard, 0 to 1 and above where a quota was lowered below its use. Hard zero: 0 when nothing is used, else 1. */
export function quotaRatio(used: QuantityLike, hard: QuantityLike): number {
  const [u, h] = [read(used).nano, read(hard).nano];
  if (h <= 0n) return u > 0n ? 1 : 0;
  return Number((u * 1_000_000n) / h) / 1_000_000;
}
