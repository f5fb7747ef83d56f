/**
 * A picture as a list of marks, so that a vector and a pixel form are written from one drawing. The page's policy lets
 * no image be loaded, and a drawing in a canvas needs none.
 */

/** Colours are CSS values; sizes are pixels. */
export type Mark =
  | { kind: 'path'; d: string; fill?: string; stroke?: string; width?: number; opacity?: number }
  | { kind: 'text'; x: number; y: number; text: string; size: number; fill: string; anchor?: Anchor }
  /** Marks whose 0, 0 is at `x`, `y`. */
  | { kind: 'group'; x: number; y: number; marks: readonly Mark[] };

export type Anchor = 'start' | 'middle' | 'end';

export interface Picture {
  width: number;
  height: number;
  /** A CSS font family. */
  font: string;
  /** From the lowest to the topmost. */
  marks: readonly Mark[];
}

export function rect(x: number, y: number, width: number, height: number): string {
  return `M${x},${y}h${width}v${height}h${-width}z`;
}

export function circle(x: number, y: number, radius: number): string {
  return `M${x - radius},${y}a${radius},${radius} 0 1 0 ${2 * radius},0a${radius},${radius} 0 1 0 ${-2 * radius},0z`;
}
