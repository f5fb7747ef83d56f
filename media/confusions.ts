/** Of a matrix [true][predicted] the cells off the diagonal that hold anything, the fullest first. */
export function mostConfused(
  confusion: readonly (readonly number[])[],
): { cell: [number, number]; count: number }[] {
  return confusion
    .flatMap((counts, i) => counts.map((count, j) => ({ cell: [i, j] as [number, number], count })))
    .filter(({ cell: [i, j], count }) => i !== j && count > 0)
    .sort((a, b) => b.count - a.count);
}
