/** The card's words on functional tests, everyday inputs and the bias probe. */
import type { Model } from './answers.ts';

/** Markdown; empty where nothing is measured. */
export async function trustSection(_model: Model): Promise<string> {
  return '';
}
