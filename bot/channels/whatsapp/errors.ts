/**
 * What to do about an error of the Cloud API, the same whether it comes as an answer or later in a `failed` status.
 *
 * - `template`: the window is closed; only a template may be sent.
 * - `wait`: it passes. `throughput`: it concerns the whole number.
 * - `plain`: this kind of message does not get there: it needs a number where we have a business-scoped id, or its file could
 *   not be fetched from us. Its words and links in a plain text do.
 * - `operator`: somebody has to mend something (token, permission, template); messages wait meanwhile.
 * - `stop`: this message will never arrive.
 */
export type Remedy = 'template' | 'wait' | 'throughput' | 'plain' | 'operator' | 'stop';

const remedies: Readonly<Record<number, Remedy>> = {
  131047: 'template',
  130429: 'throughput',
  80007: 'throughput',
  4: 'throughput',
  131056: 'wait',
  1: 'wait',
  2: 'wait',
  131000: 'wait',
  131016: 'wait',
  133004: 'wait',
  131053: 'plain',
  131062: 'plain',
  0: 'operator',
  3: 'operator',
  10: 'operator',
  190: 'operator',
  131005: 'operator',
  131031: 'operator',
  131042: 'operator',
};

/** @param code Meta's; undefined when nobody answered, or not in Meta's words. @param status of HTTP; 0 for no answer. */
export function remedyFor(code: number | undefined, status: number): Remedy {
  const known = code === undefined ? undefined : remedies[code];
  if (known) return known;
  if (code !== undefined && ((code >= 200 && code <= 299) || (code >= 132000 && code <= 132016))) return 'operator';
  if (status === 401 || status === 403) return 'operator';
  if (status === 429) return 'throughput';
  return status === 0 || status === 408 || status >= 500 ? 'wait' : 'stop';
}
