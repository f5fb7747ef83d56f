/** Saves what is shown of a task as a picture, in the theme's colours. */
import type { TaskInfo } from '../../src/protocol/scores.ts';
import type { Span } from '../../src/protocol/worker.ts';
import { savePicture } from '../host.ts';
import { drawPicture, type Look } from '../picture/draw.ts';
import { toPng, toSvg } from '../picture/write.ts';
import type { ShownResults, ShownSegment } from '../shown.ts';
import { partInWords, t } from '../strings.ts';
import type { TaskRow } from '../taskRows.ts';

interface Props {
  document: ShownResults['document'];
  task: TaskInfo;
  /** An index into the task's labels. */
  label: number;
  rows: readonly TaskRow[];
  part: readonly ShownSegment[];
  range: Span | undefined;
}

/** Wide enough for a page, whatever the panel's width. */
const width = 960;
const pixelRatio = 2;

export function PictureButton({ document, task, label, ...shown }: Props) {
  const save = async () => {
    const about = t('{0}: {1}', task.title, task.labels[label]);
    const subtitle = shown.range === undefined ? about : t('{0}, {1}', about, partInWords(shown.part));
    const picture = drawPicture({ title: document.title, subtitle, task, label, ...shown }, themeLook());
    savePicture(document.uri, toSvg(picture), await toPng(picture, pixelRatio));
  };
  return (
    <button type="button" class="link" onClick={save}>
      {t('Save Picture…')}
    </button>
  );
}

/** The theme as the page has it. */
function themeLook(): Look {
  const probe = document.createElement('span');
  const canvas = document.createElement('canvas').getContext('2d');
  const { fontFamily: font } = getComputedStyle(document.body);
  const color = (value: string) => {
    probe.style.color = value;
    document.body.append(probe);
    const resolved = getComputedStyle(probe).color;
    probe.remove();
    return resolved;
  };
  const measure = (text: string, size: number) => {
    if (canvas === null) return text.length * size;
    canvas.font = `${size}px ${font}`;
    return canvas.measureText(text).width;
  };
  return { width, font, color, measure };
}
