export type StoreErrorCode =
  /** The store was closed before the call. */
  | 'closed'
  /** Another process serves from the same data. */
  | 'in-use'
  /** The data were written by a newer version of the product. */
  | 'schema-newer'
  /** An index that carries a guarantee is there in another form. */
  | 'schema-unfit'
  /** The database did not answer in time. What was asked of it may have happened or not. */
  | 'unreachable'
  /** No engine is offered for the scheme of the URL. */
  | 'scheme-unknown'
  /** A stored document does not have the shape its kind asks for. */
  | 'document-broken';

/** What can go wrong with a store for which there is a next step; the message names it. Never carries stored content. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
