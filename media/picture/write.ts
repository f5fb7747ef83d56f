/** The two forms of a picture. */
import type { Mark, Picture } from './marks.ts';

/** As SVG: text stays text. */
export function toSvg({ width, height, font, marks }: Picture): string {
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${escaped(font)}">\n${elements(marks)}</svg>\n`;
}

function elements(marks: readonly Mark[]): string {
  return marks.map(mark => `${element(mark)}\n`).join('');
}

function element(mark: Mark): string {
  if (mark.kind === 'group')
    return `<g transform="translate(${mark.x} ${mark.y})">\n${elements(mark.marks)}</g>`;
  if (mark.kind === 'path') {
    const { d, fill = 'none', stroke, width, opacity } = mark;
    return `<path${attributes({ d, fill, stroke, 'stroke-width': width, opacity })}/>`;
  }
  const { x, y, size, fill, anchor, text } = mark;
  const style = { 'font-size': size, fill, 'text-anchor': anchor };
  return `<text${attributes({ x, y, ...style })}>${escaped(text)}</text>`;
}

function attributes(values: Record<string, string | number | undefined>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escaped(String(value))}"`))
    .join('');
}

/** What XML cannot hold at all is left out. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r -\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`);
}

/** As PNG. @param scale pixels of the picture for one of the drawing. */
export async function toPng({ width, height, font, marks }: Picture, scale: number): Promise<Uint8Array> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser draws on no canvas.');
  context.scale(scale, scale);
  draw(context, marks, font);
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve));
  if (blob === null) throw new Error('This browser writes no PNG.');
  return new Uint8Array(await blob.arrayBuffer());
}

const aligned = { start: 'left', middle: 'center', end: 'right' } as const;

function draw(context: CanvasRenderingContext2D, marks: readonly Mark[], font: string): void {
  for (const mark of marks) {
    context.save();
    if (mark.kind === 'group') {
      context.translate(mark.x, mark.y);
      draw(context, mark.marks, font);
    } else if (mark.kind === 'text') {
      context.font = `${mark.size}px ${font}`;
      context.textAlign = aligned[mark.anchor ?? 'start'];
      context.fillStyle = mark.fill;
      context.fillText(mark.text, mark.x, mark.y);
    } else {
      const path = new Path2D(mark.d);
      context.globalAlpha = mark.opacity ?? 1;
      context.lineWidth = mark.width ?? 1;
      context.fillStyle = mark.fill ?? 'transparent';
      context.strokeStyle = mark.stroke ?? 'transparent';
      context.fill(path);
      context.stroke(path);
    }
    context.restore();
  }
}
