/** The door of this room; `key.ts`, which needs node, stays outside so that pages can use the rest. */
export {
  type CurpCheck,
  type CurpRefusal,
  type CurpSex,
  checkCurp,
  checkDigit,
  maskCurp,
  normaliseCurp,
} from './check.ts';
export { findCurp } from './find.ts';
export { suggestCurp } from './suggest.ts';
export { STATES, type StateCode } from './tables.ts';
