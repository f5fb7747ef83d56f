// A mocha reporter for two readers: the `spec` list for people, the `json` file that scripts/test.mjs counts from.
const Mocha = require('mocha');

module.exports = class extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const output = process.env.MANYLENS_TEST_RESULTS;
    if (output) new Mocha.reporters.JSON(runner, { ...options, reporterOption: { output } });
  }
};
