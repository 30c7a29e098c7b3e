import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** What each room may import of the others (docs/architecture.md). */
const allowed: Record<string, readonly string[]> = {
  locales: [],
  services: ['locales'],
  dialogs: ['services', 'locales'],
  bot: ['dialogs', 'services', 'locales'],
};

const files = Object.keys(allowed).flatMap((room) => sourcesIn(join(root, room)).map((file) => ({ room, file })));

it('finds the sources of every room', () => {
  for (const room of Object.keys(allowed)) expect(files.some((source) => source.room === room)).toBe(true);
});

it.each(Object.keys(allowed))('%s imports only what lies below it', (room) => {
  const wrong = files
    .filter((source) => source.room === room)
    .flatMap(({ file }) => importsOf(file).map((target) => ({ file, target })))
    .filter(({ file, target }) => target.startsWith('.') && !mayImport(room, resolve(dirname(file), target)))
    .map(({ file, target }) => `${relative(root, file)} → ${target}`);
  expect(wrong).toEqual([]);
});

it.each(['services', 'locales'])('%s knows nothing of botbuilder', (room) => {
  const wrong = files
    .filter((source) => source.room === room)
    .filter(({ file }) => importsOf(file).some((target) => /^(botbuilder|botframework)/.test(target)))
    .map(({ file }) => relative(root, file));
  expect(wrong).toEqual([]);
});

function mayImport(room: string, target: string): boolean {
  const [owner = ''] = relative(root, target).split('/');
  return owner === room || (allowed[room] ?? []).includes(owner);
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
}
