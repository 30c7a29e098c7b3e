const { TestEnvironment } = require('jest-environment-node');

/** What suites leave to those that come after them in the same worker; see `built-assets.ts`. */
const kept = new Map();

/** Node's environment of Jest, with Node's own `require` for `transform.cjs`. */
module.exports = class extends TestEnvironment {
  constructor(...given) {
    super(...given);
    this.global.requireByNode = require;
    this.global.keptInWorker = kept;
  }
};
