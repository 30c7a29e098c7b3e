import type { DemoPerson } from '../../services/demo/person.ts';
import type { DemoEfirmaOptions } from './efirma.ts';

/** The password of every e.firma that the demo page hands out; the one SAT gives its own test certificates. */
export const demoKeyPassword = '12345678a';

export interface DemoEfirma {
  readonly certificate: Buffer;
  readonly key: Buffer;
}

/** The e.firma of a demo person, by CURP; undefined for anybody else. */
export type DemoEfirmas = (curp: string) => Promise<DemoEfirma> | undefined;

/**
 * One e.firma a person, made when it is first asked for and the same until the process ends: its two files are
 * downloaded one after the other and have to fit.
 */
export function createDemoEfirmas(people: readonly DemoPerson[], mint: DemoEfirmaOptions['mint']): DemoEfirmas {
  const names = new Map(people.flatMap((person) => (person.portal === 'impi' ? [[person.curp, person.name]] : [])));
  const made = new Map<string, Promise<DemoEfirma>>();
  return (curp) => {
    const name = names.get(curp);
    if (name === undefined) return undefined;
    const present = made.get(curp) ?? mint({ curp, name: name.toUpperCase(), password: demoKeyPassword });
    made.set(curp, present);
    return present;
  };
}
