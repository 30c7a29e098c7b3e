import pino, { type DestinationStream, type Logger } from 'pino';

export type { Logger };

/**
 * Structured logs, one JSON line each. Nothing a person wrote is ever handed to it; the redaction here is a second net
 * for what an error object may drag along.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const secret = [
    'password',
    'confirmation',
    'keyPassword',
    'certificate',
    'signature',
    'text',
    'value',
    'token',
    'code',
  ];
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '«oculto»' },
    serializers: { error: pino.stdSerializers.err },
  };
  return destination ? pino(options, destination) : pino(options);
}
