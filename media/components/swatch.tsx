/** A label's colour, always beside its name. */
export function Swatch({ color }: { color: string }) {
  return <span class="swatch" aria-hidden="true" style={{ background: color }} />;
}
