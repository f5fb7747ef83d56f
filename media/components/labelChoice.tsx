/** Which label's probability the line draws: native radio buttons that look like VS Code's toggles. */
import type { TaskInfo } from '../../src/protocol/scores.ts';
import { t } from '../strings.ts';
import { colorOf } from '../taskRows.ts';
import { Swatch } from './swatch.tsx';

interface Props {
  task: TaskInfo;
  /** An index into the task's labels. */
  chosen: number;
  onChoose: (index: number) => void;
}

export function LabelChoice({ task, chosen, onChoose }: Props) {
  return (
    <fieldset class="label-choice">
      <legend class="visually-hidden">{t('Label that the line shows')}</legend>
      {task.labels.map((label, index) => (
        <label key={label} dir="auto">
          <input
            class="visually-hidden"
            type="radio"
            name="line-label"
            checked={index === chosen}
            onChange={() => onChoose(index)}
          />
          <Swatch color={colorOf(task, label)} /> {label}
        </label>
      ))}
    </fieldset>
  );
}
