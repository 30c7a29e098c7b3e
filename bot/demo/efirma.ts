import { z } from 'zod';
import { answerJson } from '../http/answer.ts';
import { refuse } from '../http/errors.ts';
import { readJson } from '../http/json-body.ts';
import type { BodyLimits } from '../http/read-body.ts';
import type { Route } from '../http/route.ts';

const Wanted = z.object({ curp: z.string().regex(/^[A-Z0-9]{18}$/i), password: z.string().min(1).max(256) });

export interface DemoEfirmaOptions {
  readonly mint: (person: {
    curp: string;
    name: string;
    password: string;
  }) => Promise<{ readonly certificate: Buffer; readonly key: Buffer }>;
  /** The name of whoever has the CURP among the demo people. */
  readonly nameOf: (curp: string) => Promise<string | undefined>;
  readonly limits: BodyLimits;
}

/** `POST /demo/efirma`: an e.firma for a CURP, under the demo authority: DER in base64. */
export function efirmaRoute({ mint, nameOf, limits }: DemoEfirmaOptions): Route {
  return {
    method: 'POST',
    path: '/demo/efirma',
    async handle(request, response) {
      const body = await readJson(request, Wanted, limits);
      if (!body.ok) return refuse(response, body.code);
      const { password } = body.value;
      const curp = body.value.curp.toUpperCase();
      const name = (await nameOf(curp)) ?? 'PERSONA DE DEMOSTRACION';
      const { certificate, key } = await mint({ curp, name: name.toUpperCase(), password });
      answerJson(response, 200, {
        certificate: certificate.toString('base64'),
        privateKey: key.toString('base64'),
      });
    },
  };
}
