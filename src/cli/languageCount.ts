/** Which language a text is in, told from its segments. */
export class LanguageCount {
  readonly #tokens = new Map<string, number>();

  add(language: string, tokens: number): void {
    this.#tokens.set(language, (this.#tokens.get(language) ?? 0) + tokens);
  }

  /** The language that most tokens are in; `und` where there are none. */
  get most(): string {
    const [most] = [...this.#tokens].sort((a, b) => b[1] - a[1]);
    return most?.[0] ?? 'und';
  }
}
