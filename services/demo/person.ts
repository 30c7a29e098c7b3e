import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { isSafeAddress } from '../mail/addresses.ts';

const common = {
  name: z.string().min(1).max(120),
  frozen: z.boolean().optional(),
  /** The password before any recovery; one of the demo where absent. */
  password: z.string().min(1).max(128).optional(),
};
const Email = z.string().refine(isSafeAddress, 'must be one email address');

/** IMPI and ICSOE know people by CURP. */
const CurpPerson = z.object({
  ...common,
  portal: z.enum(['impi', 'icsoe']),
  curp: z.string().regex(/^[A-Z0-9]{18}$/),
  email: Email,
});

/** PASE knows clients: SAED users with a password of their own, or accounts with an email. */
const PasePerson = z
  .object({
    ...common,
    portal: z.literal('pase'),
    clientNumber: z.string().regex(/^[A-Za-z0-9-]{1,20}$/),
    email: Email.optional(),
    legacyPassword: z.string().min(1).max(128).optional(),
  })
  .refine((person) => (person.email === undefined) !== (person.legacyPassword === undefined), {
    message: 'a PASE person has either an email or a legacyPassword',
  });

/** Somebody to try the product with, as `DEMO_PEOPLE` writes them. */
export const DemoPerson = z.union([CurpPerson, PasePerson]);
export type DemoPerson = z.infer<typeof DemoPerson>;

/** Further people from the file `DEMO_PEOPLE` names. Throws, naming the file and what is wrong with it. */
export async function readDemoPeople(path: string): Promise<DemoPerson[]> {
  try {
    return z.array(DemoPerson).parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new Error(`DEMO_PEOPLE: ${path} is not a JSON list of demo people`, { cause });
  }
}
