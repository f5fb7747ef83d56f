/** Cells that are buttons: one tab stop for all of them, arrow keys walk. */
import { useRef, useState } from 'preact/hooks';

/** Lines and columns that a key moves by. */
const steps: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** @returns what the table's body needs, and what the button of a cell does */
export function useCells(lines: number, columns: number) {
  const [active, setActive] = useState<[number, number]>([0, 0]);
  const ref = useRef<HTMLTableSectionElement>(null);
  const line = Math.min(active[0], lines - 1);
  const column = Math.min(active[1], columns - 1);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = (index: number, count: number) => Math.max(0, Math.min(count - 1, index));
    const row = ref.current?.rows[at(line + step[0], lines)];
    row?.querySelectorAll('button')[at(column + step[1], columns)]?.focus();
  };
  const cell = (i: number, j: number) => ({
    tabIndex: i === line && j === column ? 0 : -1,
    onFocus: () => setActive([i, j]),
  });
  return { body: { ref, onKeyDown }, cell };
}
