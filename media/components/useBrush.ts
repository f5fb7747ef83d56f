/** Dragging over a drawing: what is under way, and what came of it. */
import { useRef, useState } from 'preact/hooks';

/** Along x, in the drawing's pixels; either end may be the greater. */
export interface Drag {
  from: number;
  to: number;
}

/** Pixels of a hand that shakes: a shorter way is a click. */
const least = 4;

/** @param xOf a pointer's place in the drawing. */
export function useBrush(xOf: (event: MouseEvent) => number, onBrush: (drag: Drag) => void) {
  const [drag, setDrag] = useState<Drag>();
  const from = useRef<number | undefined>(undefined);
  // The click that ends a drag is none.
  const brushed = useRef(false);

  const isDrag = (to: number) => from.current !== undefined && Math.abs(to - from.current) >= least;
  const stop = () => {
    from.current = undefined;
    setDrag(undefined);
  };
  const onPointerDown = (event: PointerEvent) => {
    brushed.current = false;
    if (event.button === 0) from.current = xOf(event);
  };
  const onPointerMove = (event: PointerEvent) => {
    const to = xOf(event);
    if (from.current === undefined || (drag === undefined && !isDrag(to))) return;
    // Only now: a captured pointer takes the click away from what it is on.
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    setDrag({ from: from.current, to });
  };
  const onPointerUp = (event: PointerEvent) => {
    const to = xOf(event);
    if (from.current !== undefined && isDrag(to)) {
      brushed.current = true;
      onBrush({ from: from.current, to });
    }
    stop();
  };
  const isClick = () => !brushed.current;
  return {
    drag,
    isClick,
    stop,
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: stop },
  };
}
