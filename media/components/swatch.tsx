/** A label's colour, always beside its name: the space between them is no place to break a line. */
export function Swatch({ color }: { color: string }) {
  return (
    <>
      <span class="swatch" aria-hidden="true" style={{ background: color }} />
      {'\u00a0'}
    </>
  );
}
