import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { zipSync } from 'fflate';
import { type PackageSettings, teamsManifest, teamsTranslation } from './manifest.ts';
import schema from './manifest-1.29.schema.json' with { type: 'json' };

export type BuiltPackage =
  | { readonly ok: true; readonly zip: Uint8Array }
  /** What does not fit, by its place in the manifest. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** The package that a Teams administrator uploads: manifest, its translation, and icons. The same bytes each time. */
export async function buildPackage(settings: PackageSettings): Promise<BuiltPackage> {
  const manifest = teamsManifest(settings);
  const problems = manifestProblems(manifest);
  if (problems.length > 0) return { ok: false, problems };
  const [color, outline] = await Promise.all([icon('color.png'), icon('outline.png')]);
  const files = {
    'manifest.json': json(manifest),
    'en.json': json(teamsTranslation('en')),
    'color.png': color,
    'outline.png': outline,
  };
  return { ok: true, zip: zipSync(files, { mtime: firstDayOfZip }) };
}

/** What Teams would refuse, as far as its schema says it. */
export function manifestProblems(manifest: unknown): string[] {
  const ajv = new Ajv({ allErrors: true });
  if (ajv.validate(schema, manifest)) return [];
  return (ajv.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath || '/'} ${message}`);
}

/** Without the hour of the day, two packages of the same settings are the same. */
const firstDayOfZip = new Date(1980, 0, 1);

const json = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);

const icon = async (name: string) => new Uint8Array(await readFile(new URL(`icons/${name}`, import.meta.url)));
