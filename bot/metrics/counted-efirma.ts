import type { Efirma } from '../../services/efirma/efirma.ts';
import type { Metrics } from './metrics.ts';

/** The same e.firma service, each of whose verdicts is counted. */
export function countedEfirma(efirma: Efirma, metrics: Pick<Metrics, 'efirma'>): Efirma {
  const counted = async (check: ReturnType<Efirma['checkSignature']>) => {
    const result = await check;
    metrics.efirma(result);
    return result;
  };
  return {
    ...efirma,
    checkSignature: (input) => counted(efirma.checkSignature(input)),
    checkFiles: (input) => counted(efirma.checkFiles(input)),
  };
}
