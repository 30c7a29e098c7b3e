import { z } from 'zod';

/** The account systems people come for; see the table at the top of the design. */
export const Portal = z.enum(['impi', 'pase', 'icsoe']);
export type Portal = z.infer<typeof Portal>;
