import { maskEmail } from '../../services/accounts/mask.ts';
import { maskCurp } from '../../services/curp/check.ts';
import type { MaskedField } from '../../services/handoff/handoff.ts';
import type { redact as Redact } from '../../services/redaction/redact.ts';

const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** Client numbers, telephones, codes: from six figures on only the last two are shown. Folios keep theirs. */
const NUMBER = /(?<![\p{L}\p{N}]-?)\p{Nd}(?:[ \t.\u00a0\u2010-\u2015-]{0,3}\p{Nd}){5,}(?![\p{L}\p{N}])/gu;
const URL = /\bhttps?:\/\/([^\s/?#]+)[^\s]*/giu;
const FOLIO = /(?:IMPI|PASE|ICSOE|ATN)-20\d{2}-\d{6}/gi;

/**
 * What agents see of a text: no secret, no address to write to, no link that could be opened, identifiers masked. Where it
 * cannot be examined it is hidden whole.
 */
export function createMask(redact: typeof Redact): (text: string) => string {
  return (text) => {
    const folios: string[] = [];
    const kept = text.replace(/[^\P{Cc}\n\t]/gu, '').replace(FOLIO, (folio) => `\u0001${folios.push(folio) - 1}\u0002`);
    const hidden = kept
      .replace(URL, (_, host: string) => `${host.replace(/:\d+$/, '')}/…`)
      .replace(EMAIL, maskEmail)
      .replace(NUMBER, (number) => `••••${number.replace(/\D/g, '').slice(-2)}`);
    return redact(hidden, { awaiting: 'text' }).text.replace(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they stand for folios; those of the text itself are gone.
      /\u0001(\d+)\u0002/g,
      (_, index: string) => folios[Number(index)] ?? '',
    );
  };
}

/** A known identifier as it is shown before anybody gives a reason. */
export function maskField(field: MaskedField, value: string): string {
  switch (field) {
    case 'curp':
      return maskCurp(value);
    case 'name':
      return value
        .split(/\s+/)
        .map((word) => `${[...word][0] ?? ''}•••`)
        .join(' ');
    case 'client-number':
      return `••••${value.slice(-2)}`;
  }
}
