const { reporters, Runner } = require("mocha");

/** Mocha's "dot", and at the end a line that machines can read. */
module.exports = class extends reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      console.log(`${this.stats.passes} passed, ${this.stats.failures} failed`);
    });
  }
};
