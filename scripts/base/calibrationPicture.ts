/** A calibration curve as a small SVG: how often the model is right, against how sure it is. Pure. */
import type { CalibrationBin } from '../../src/training/metrics.ts';

/** Pixels: of the square in which both go from 0 to 1, and around it. */
const SIDE = 180;
const MARGIN = 34;
const SIZE = SIDE + 2 * MARGIN;
/** Radius of a bin that has every row. */
const LARGEST = 14;

export function calibrationPicture(title: string, bins: readonly CalibrationBin[], ece: number): string {
  const total = bins.reduce((sum, { n }) => sum + n, 0);
  const x = (share: number) => (MARGIN + SIDE * share).toFixed(1);
  const y = (share: number) => (MARGIN + SIDE * (1 - share)).toFixed(1);
  const filled = bins.filter(({ n }) => n > 0);
  const at = ({ n, confidence, correct }: CalibrationBin) => [x(confidence / n), y(correct / n)];
  const circles = filled.map(bin => {
    const [cx, cy] = at(bin);
    const radius = Math.max(1.5, LARGEST * Math.sqrt(bin.n / total));
    return `<circle cx="${cx}" cy="${cy}" r="${radius.toFixed(1)}" fill="#0969da" fill-opacity="0.45"/>`;
  });
  const ticks = [0, 0.5, 1].flatMap(share => [
    `<text x="${x(share)}" y="${SIZE - MARGIN + 14}" text-anchor="middle">${share}</text>`,
    `<text x="${MARGIN - 6}" y="${y(share)}" text-anchor="end" dominant-baseline="middle">${share}</text>`,
  ]);
  const name = escaped(`${title}: ${total} rows, calibration error ${(100 * ece).toFixed(1)} %`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" role="img" ` +
      `font-family="sans-serif" font-size="10" fill="#24292f"><title>${name}</title>`,
    `<rect width="${SIZE}" height="${SIZE}" fill="#ffffff"/>`,
    `<rect x="${MARGIN}" y="${MARGIN}" width="${SIDE}" height="${SIDE}" fill="none" stroke="#8c959f"/>`,
    `<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="#8c959f" stroke-dasharray="4 3"/>`,
    `<polyline points="${filled.map(bin => at(bin).join()).join(' ')}" fill="none" stroke="#0969da"/>`,
    ...circles,
    ...ticks,
    `<text x="${SIZE / 2}" y="16" text-anchor="middle" font-weight="bold">${escaped(title)}</text>`,
    `<text x="${SIZE / 2}" y="${SIZE - 4}" text-anchor="middle">how sure; upwards: how often right</text>`,
    '</svg>\n',
  ].join('\n');
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
