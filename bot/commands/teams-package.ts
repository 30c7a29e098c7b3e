import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import es from '../../locales/es-MX/commands.json' with { type: 'json' };
import { textsOf } from '../../locales/texts.ts';
import { buildPackage } from '../channels/teams/package/build-package.ts';
import { privacyPath } from '../pages/privacy.ts';

/** 0: written. 1: it would be refused by Teams, and why was said. 2: settings are missing. */
type ExitCode = 0 | 1 | 2;

const Environment = z.object({
  MICROSOFT_APP_ID: z.guid(),
  PUBLIC_URL: z.url().refine((url) => url.startsWith('https://'), 'https'),
});
const text = textsOf(es);

const options = {
  version: { type: 'string', default: '1.0.0' },
  developer: { type: 'string', default: 'Recupera' },
  privacy: { type: 'string' },
  terms: { type: 'string' },
  out: { type: 'string', default: 'recupera-teams.zip' },
} as const;

/**
 * `npm run teams:package [-- --version 1.0.1 --developer NAME --privacy URL --terms URL --out FILE]`: writes the package
 * that an administrator uploads to Teams. Reads MICROSOFT_APP_ID and PUBLIC_URL.
 */
export async function teamsPackage(
  args: readonly string[],
  environment: Record<string, string | undefined>,
  print: (line: string) => void,
): Promise<ExitCode> {
  const { values } = parseArgs({ args: [...args], options });
  const settings = Environment.safeParse(environment);
  if (!settings.success) {
    const names = [...new Set(settings.error.issues.map((issue) => issue.path.join('.')))];
    for (const name of names) print(text('teams-package.setting', { name }));
    return 2;
  }
  const { MICROSOFT_APP_ID: appId, PUBLIC_URL } = settings.data;
  const publicUrl = PUBLIC_URL.replace(/\/$/, '');
  const privacyUrl = values.privacy ?? publicUrl + privacyPath;
  const { version, developer, out } = values;
  const built = await buildPackage({
    appId,
    publicUrl,
    version,
    developer,
    privacyUrl,
    termsUrl: values.terms ?? privacyUrl,
  });
  if (!built.ok) {
    for (const problem of built.problems) print(text('teams-package.refused', { problem }));
    return 1;
  }
  await writeFile(out, built.zip);
  print(text('teams-package.written', { file: out, version }));
  return 0;
}

if (import.meta.main) {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  process.exitCode = await teamsPackage(process.argv.slice(2), process.env, print);
}
