import { Transform } from 'node:stream';

/** Longer than any head of a part that is read. */
const HEAD_MAX_BYTES = 16 * 1024;
const BREAK = '\r\n';
const DISPOSITION = Buffer.from(`Content-Disposition: form-data${BREAK}`);

/**
 * Gives parts of a multipart body that come without `Content-Disposition` an empty one. The parser leaves such parts out
 * without a word, and Direct Line's own documentation sends activities that way.
 */
export function nameParts(boundary: string): Transform {
  const delimiter = Buffer.from(`${BREAK}--${boundary}${BREAK}`, 'latin1');
  // A delimiter follows a line break; before the first one, which may begin the body, that break is only thought of.
  let kept: Buffer = Buffer.from(BREAK);
  let imagined = kept.length;
  let inHead = false;

  function send(stream: Transform, length: number): void {
    const from = Math.min(imagined, length);
    imagined -= from;
    if (length > from) stream.push(kept.subarray(from, length));
    kept = kept.subarray(length);
  }

  /** Passes on what cannot be the beginning of a delimiter. True when a head follows. */
  function toHead(stream: Transform): boolean {
    const at = kept.indexOf(delimiter);
    inHead = at >= 0;
    send(stream, inHead ? at + delimiter.length : Math.max(0, kept.length - delimiter.length + 1));
    return inHead;
  }

  /** Passes on a head once it is whole. True when a body follows. */
  function toBody(stream: Transform): boolean {
    const end = kept.subarray(0, BREAK.length).equals(Buffer.from(BREAK)) ? 0 : kept.indexOf(BREAK + BREAK);
    if (end < 0 && kept.length < HEAD_MAX_BYTES) return false;
    const head = kept.subarray(0, Math.max(0, end)).toString('latin1');
    if (end >= 0 && !/^content-disposition\s*:/im.test(head)) stream.push(DISPOSITION);
    send(stream, Math.max(0, end));
    inHead = false;
    return true;
  }

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      kept = Buffer.concat([kept, chunk]);
      while (inHead ? toBody(this) : toHead(this));
      done();
    },
    flush(done) {
      send(this, kept.length);
      done();
    },
  });
}
