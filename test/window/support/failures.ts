/** Says what the window looked like when a test failed: a log is all that is left of a run elsewhere. */
import type { Context } from 'mocha';
import { workbenches } from './workbench.ts';

/** Mocha's root hook. */
export const mochaHooks = {
  async afterEach(this: Context): Promise<void> {
    if (this.currentTest?.state !== 'failed') return;
    for (const workbench of workbenches) {
      const picture = await workbench.screenshot(
        `failed ${this.currentTest.fullTitle()}`.replace(/\W+/g, '-'),
      );
      console.error(`${picture}\n${await workbench.describe()}`);
    }
  },
};
