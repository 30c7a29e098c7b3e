/**
 * Large packages are loaded by Node itself, once in each worker, not anew by Jest for each suite of tests: that takes
 * longer than most suites. They keep no state that a test could see.
 */
module.exports = {
  process: () => ({ code: 'module.exports = requireByNode(__filename);' }),
};
