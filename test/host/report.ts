/** What mocha's json reporter writes, as far as it is read here. */
interface MochaResults {
  error?: string;
  stats: { tests: number; passes: number; failures: number };
  tests: { fullTitle: string; duration?: number; err: { message?: string; stack?: string } }[];
  pending: { fullTitle: string }[];
}

/** Prints every test as mocha would; @returns the exit code: 0 only when there were tests and none failed. */
export function report(json: unknown): number {
  const { error, stats, tests, pending } = json as MochaResults;
  if (error !== undefined) {
    console.error(`  ✖ The host suite did not run: ${error}`);
    return 1;
  }
  const skipped = new Set(pending.map(test => test.fullTitle));
  for (const { fullTitle, duration, err } of tests) {
    const failed = err.message !== undefined;
    console.log(`  ${failed ? '✖' : skipped.has(fullTitle) ? '-' : '✔'} ${fullTitle} (${duration ?? 0} ms)`);
    if (failed) console.log((err.stack ?? err.message ?? '').replace(/^/gm, '      '));
  }
  console.log(`\n  ${stats.passes} passing, ${stats.failures} failing`);
  if (stats.tests === 0) console.error('  There are no host tests: that is a failure.');
  return stats.tests > 0 && stats.failures === 0 ? 0 : 1;
}
