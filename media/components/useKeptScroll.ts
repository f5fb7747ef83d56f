import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { save, saved } from '../host.ts';

/** Milliseconds without a movement after which the place counts. */
const rest = 150;

/** Keeps the page's place in the saved state, and takes it up once the document that it was in is drawn. */
export function useKeptScroll(uri: string | undefined): void {
  const former = useRef(saved().scroll);
  useLayoutEffect(() => {
    if (uri === undefined) return;
    if (former.current?.uri === uri) window.scrollTo(0, former.current.top);
    former.current = undefined;
  }, [uri]);
  useEffect(() => {
    if (uri === undefined) return;
    let timer: number | undefined;
    const keep = () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => save({ scroll: { uri, top: window.scrollY } }), rest);
    };
    window.addEventListener('scroll', keep, { passive: true });
    return () => {
      window.removeEventListener('scroll', keep);
      clearTimeout(timer);
    };
  }, [uri]);
}
