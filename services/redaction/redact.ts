// placeholder until the redaction room lands
export interface Redacted {
  text: string;
  found: string[];
}
export function redact(text: string, { awaiting }: { awaiting: string }): Redacted {
  return awaiting === 'code' && /^\d{6}$/.test(text) ? { text: '••••••', found: ['code'] } : { text, found: [] };
}
