import type { FormPlace } from '../../../dialogs/input.ts';
import { lengthOf, protocol } from './protocol.ts';

/** Where a button stood and what pressing it says. */
export interface Pressed {
  readonly place: FormPlace;
  readonly value: string;
}

const version = 'v1';

/** The id of a button or row: `v1:procedure:step:folio:value`. Undefined when it would be longer than an id may be. */
export function writeOptionId({ procedure, step, folio = '' }: FormPlace, value: string): string | undefined {
  const id = [version, procedure, step, folio, value].join(':');
  return lengthOf(id) <= protocol.rowIdMaxChars ? id : undefined;
}

/** Reads an id again. Undefined for ids that are not ours, or of a later version. */
export function readOptionId(id: string): Pressed | undefined {
  const parts = /^v1:([^:]*):([^:]*):([^:]*):(.+)$/su.exec(id);
  if (!parts) return undefined;
  const [, procedure = '', step = '', folio = '', value = ''] = parts;
  return { place: { procedure, step, ...(folio && { folio }) }, value };
}
