/** Four floats at a time. */

/** a * b + c: rounded once in the relaxed build, twice in the baseline one. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** The address in entry `n` of a table of addresses. */
// @ts-ignore: decorator
@inline
export function entry(table: usize, n: i32): usize {
  return <usize>load<u32>(table + (<usize>n << 2));
}

/** Where float `n` of an array is. */
// @ts-ignore: decorator
@inline
export function at(array: usize, n: i32): usize {
  return array + (<usize>n << 2);
}

/** 8 floats from one place to another. */
// @ts-ignore: decorator
@inline
export function copy8(source: usize, target: usize): void {
  v128.store(target, v128.load(source));
  v128.store(target, v128.load(source, 16), 16);
}
