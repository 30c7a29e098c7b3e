import type { Params } from '../../locales/texts.ts';
import type { DialogTurn } from '../turn.ts';

const PLACE = 'IMPI, Arenal 550, Pueblo Santa María Tepepan, Xochimilco, 16020 Ciudad de México';

/** A link to the office that opens the map of any phone or browser. */
const officeMap = `https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(PLACE)}`;

/** What sentences about the visit need: where the office is and who answers. */
export function officeParams({ text, services }: DialogTurn): Params {
  return { address: text('letter.address'), map: officeMap, email: services.contacts.impi };
}
