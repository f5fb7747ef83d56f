/** IEEE 754 half precision, rounded to nearest even; beyond ±65504 it saturates, so that no weight becomes infinite. */
export function toFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const sign = (bits[i] >>> 16) & 0x8000;
    const magnitude = bits[i] & 0x7fffffff;
    if (magnitude >= 0x477ff000) halves[i] = sign | 0x7bff;
    else if (magnitude < 0x33000001) halves[i] = sign;
    else if (magnitude < 0x38800000) {
      // Subnormal: shift the significand, with its hidden bit, to units of 2^-24.
      const shift = 126 - (magnitude >>> 23);
      halves[i] = sign | roundShift((magnitude & 0x7fffff) | 0x800000, shift);
    } else halves[i] = sign | roundShift(magnitude - 0x38000000, 13);
  }
  return halves;
}

/** `value >> shift`, rounded to nearest, ties to even. */
function roundShift(value: number, shift: number): number {
  const half = 1 << (shift - 1);
  const quotient = value >>> shift;
  const rest = value & ((1 << shift) - 1);
  return quotient + (rest > half || (rest === half && (quotient & 1) === 1) ? 1 : 0);
}

/** The number that each half stands for. */
export const float16Values = Float32Array.from({ length: 65_536 }, (_, bits) => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = (bits & 0x3ff) / 1024;
  if (exponent === 0) return sign * fraction * 2 ** -14;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction) * 2 ** (exponent - 15);
});
