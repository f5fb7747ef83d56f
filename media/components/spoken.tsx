/** What a screen reader says when something changes; nobody sees it. */
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

interface Props {
  /** Only a change of one of these is a reason to speak: what is said may change more often. */
  when: readonly unknown[];
  children: ComponentChildren;
}

/** Says nothing of what is there at first. */
export function Spoken({ when, children }: Props) {
  const former = useRef(when);
  const said = useRef<ComponentChildren>(null);
  if (when.some((value, index) => value !== former.current[index])) said.current = children;
  former.current = when;
  return (
    <p class="visually-hidden" role="status">
      {said.current}
    </p>
  );
}
