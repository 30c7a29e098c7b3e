import { refuse } from '../http/errors.ts';
import type { Route } from '../http/route.ts';
import type { DemoEfirmas } from './demo-efirmas.ts';

/** `GET /demo/efirma/CURP.cer` and `…/CURP.key`: the files of a demo person, as the SAT hands them out. */
export function efirmaFileRoute(efirmas: DemoEfirmas): Route {
  return {
    method: 'GET',
    path: '/demo/efirma/:file',
    async handle(_request, response, { file = '' }) {
      const [, curp = '', extension] = /^([A-Z0-9]{18})\.(cer|key)$/.exec(file) ?? [];
      const efirma = await efirmas(curp);
      if (!efirma) return refuse(response, 'NotFound');
      const bytes = extension === 'cer' ? efirma.certificate : efirma.key;
      response.writeHead(200, {
        'content-type': extension === 'cer' ? 'application/pkix-cert' : 'application/octet-stream',
        'content-disposition': `attachment; filename="${file}"`,
        'content-length': bytes.length,
      });
      response.end(bytes);
    },
  };
}

/** Where a demo person's file is. */
export const efirmaFilePath = (curp: string, extension: 'cer' | 'key') => `/demo/efirma/${curp}.${extension}`;
