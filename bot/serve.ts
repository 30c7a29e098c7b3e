import { createLog } from './compose/log.ts';
import { realWorld } from './compose/world.ts';
import { ConfigError, readConfig } from './config.ts';
import { createProduct } from './product.ts';

/** Starts the product, says where it is, and stops it cleanly. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.LOG_LEVEL);
  const product = await createProduct({ config, world: realWorld, log });
  const { port } = await product.listen();
  if (config.MODE === 'demo') welcome(config.PUBLIC_URL ?? `http://localhost:${port}`, product.tryWith);
  log.info({ port, mode: config.MODE }, 'listening');

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    await product.stop();
    // Whatever hangs still is not waited for.
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
}

function welcome(url: string, person: { name: string; curp: string } | undefined): void {
  const lines = [
    '',
    '  Recupera está lista (modo de demostración).',
    '',
    `  Abre          ${url}`,
    ...(person ? [`  Prueba con    ${person.name}, CURP ${person.curp}`] : []),
    `  Su e.firma    ${url}/demo`,
    `  Los correos   ${url}/demo/mailbox`,
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

main().catch((error: unknown) => {
  const text = error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
