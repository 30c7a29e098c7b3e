import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, unzlibSync } from 'fflate';
import { manifestProblems } from '../../../bot/channels/teams/package/build-package.ts';
import { teamsManifest, teamsTranslation } from '../../../bot/channels/teams/package/manifest.ts';
import { teamsPackage } from '../../../bot/commands/teams-package.ts';
import { readCommand } from '../../../dialogs/reading/command.ts';

const appId = '9f2a6d1c-4c1e-4f0a-9a55-0c6f1c6f7a01';
const environment = { MICROSOFT_APP_ID: appId, PUBLIC_URL: 'https://recupera.example.gob.mx/' };
const settings = {
  appId,
  publicUrl: 'https://recupera.example.gob.mx',
  version: '1.0.0',
  developer: 'Recupera',
  privacyUrl: 'https://recupera.example.gob.mx/privacidad',
  termsUrl: 'https://recupera.example.gob.mx/terminos',
};

let folder: string;
let lines: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teams-package-'));
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const out = () => join(folder, 'app.zip');
const run = (args: readonly string[] = [], given: Record<string, string | undefined> = environment) =>
  teamsPackage(['--out', out(), ...args], given, (line) => lines.push(line));
const files = () => unzipSync(new Uint8Array(readFileSync(out())));
const jsonOf = (name: string) => JSON.parse(new TextDecoder().decode(files()[name]));

it('writes a package with manifest, translation and icons, and says where', async () => {
  expect(await run(['--version', '1.2.3', '--developer', 'Dependencia'])).toBe(0);
  expect(lines).toEqual([`Paquete 1.2.3 listo en ${out()}. Súbelo en el centro de administración de Teams.`]);
  expect(Object.keys(files()).sort()).toEqual(['color.png', 'en.json', 'manifest.json', 'outline.png']);
  expect(jsonOf('manifest.json')).toMatchObject({
    manifestVersion: '1.29',
    version: '1.2.3',
    id: appId,
    developer: { name: 'Dependencia', privacyUrl: 'https://recupera.example.gob.mx/privacidad' },
    bots: [{ botId: appId, scopes: ['personal'], supportsFiles: false }],
    validDomains: ['recupera.example.gob.mx'],
  });
  expect(jsonOf('en.json')).toMatchObject({ 'bots[0].commandLists[0].commands[1].title': 'Help' });
});

it('writes the same bytes each time', async () => {
  await run();
  const first = readFileSync(out());
  await run();
  expect(readFileSync(out()).equals(first)).toBe(true);
});

it.each([
  ['MICROSOFT_APP_ID', { ...environment, MICROSOFT_APP_ID: undefined }],
  ['MICROSOFT_APP_ID', { ...environment, MICROSOFT_APP_ID: 'recupera' }],
  ['PUBLIC_URL', { ...environment, PUBLIC_URL: undefined }],
  ['PUBLIC_URL', { ...environment, PUBLIC_URL: 'http://recupera.example' }],
])('names %s when it is missing or wrong, and writes nothing', async (name, given) => {
  expect(await run([], given)).toBe(2);
  expect(lines).toEqual([expect.stringContaining(name)]);
  expect(() => files()).toThrow();
});

it.each([
  ['a version that is none', ['--version', '1.0'], '/version'],
  ['a developer that is too long', ['--developer', 'x'.repeat(33)], '/developer/name'],
  ['terms that are not on https', ['--terms', 'http://recupera.example'], '/developer/termsOfUseUrl'],
])('refuses %s and says where it stands', async (_, args, place) => {
  expect(await run(args)).toBe(1);
  expect(lines).toEqual([expect.stringContaining(place)]);
});

describe('the schema', () => {
  const manifest = teamsManifest(settings);

  it('takes the manifest', () => {
    expect(manifestProblems(manifest)).toEqual([]);
  });

  it.each([
    ['nothing', {}],
    ['a long name', { ...manifest, name: { ...manifest.name, short: 'x'.repeat(31) } }],
    ['a long description', { ...manifest, description: { ...manifest.description, short: 'x'.repeat(81) } }],
    ['files', { ...manifest, bots: manifest.bots.map((bot) => ({ ...bot, supportsFiles: true })) }],
    ['groups', { ...manifest, bots: manifest.bots.map((bot) => ({ ...bot, scopes: ['personal', 'team'] })) }],
    ['another version of itself', { ...manifest, manifestVersion: '1.28' }],
    ['any domain', { ...manifest, validDomains: ['*'] }],
    ['what it does not know', { ...manifest, composeExtensions: [] }],
  ])('refuses %s', (_, wrong) => {
    expect(manifestProblems(wrong)).not.toEqual([]);
  });
});

it('offers commands that the assistant understands, in both languages', () => {
  const spanish = teamsManifest(settings).bots.flatMap((bot) => bot.commandLists.flatMap((list) => list.commands));
  const english = Object.entries(teamsTranslation('en')).filter(([key]) => key.endsWith('.title'));
  for (const title of [...spanish.map((command) => command.title), ...english.map(([, text]) => text)]) {
    expect([title, readCommand(title)]).toEqual([title, expect.any(String)]);
  }
});

it('translates within the same limits', () => {
  const words = teamsTranslation('en');
  expect(words['name.short']?.length).toBeLessThanOrEqual(30);
  expect(words['name.full']?.length).toBeLessThanOrEqual(100);
  expect(words['description.short']?.length).toBeLessThanOrEqual(80);
});

describe('an icon', () => {
  it('in colour fills 192 by 192', async () => {
    await run();
    const { width, height, alphaAt } = readPng(files()['color.png'] ?? new Uint8Array());
    expect([width, height, alphaAt(0, 0)]).toEqual([192, 192, 255]);
  });

  it('in outline is 32 by 32, white, with transparent corners', async () => {
    await run();
    const { width, height, alphaAt, colours } = readPng(files()['outline.png'] ?? new Uint8Array());
    expect([width, height]).toEqual([32, 32]);
    expect([alphaAt(0, 0), alphaAt(31, 0), alphaAt(0, 31), alphaAt(31, 31)]).toEqual([0, 0, 0, 0]);
    expect(colours).toEqual(new Set(['255,255,255']));
  });
});

/** Reads a PNG of eight bits a channel without interlacing, as the browser writes it. */
function readPng(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const channels = bytes[25] === 6 ? 4 : 3;
  const parts: Uint8Array[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at);
    if (String.fromCharCode(...bytes.subarray(at + 4, at + 8)) === 'IDAT')
      parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const rows = unfilter(unzlibSync(new Uint8Array(Buffer.concat(parts))), width * channels, channels);
  const colours = new Set<string>();
  for (const row of rows) {
    for (let x = 0; x < width; x += 1) {
      const pixel = row.subarray(x * channels, (x + 1) * channels);
      if (channels === 3 || pixel[3] !== 0) colours.add(pixel.subarray(0, 3).join());
    }
  }
  const alphaAt = (x: number, y: number) => (channels === 3 ? 255 : rows[y]?.[x * channels + 3]);
  return { width, height, colours, alphaAt };
}

/** The filters of PNG (W3C PNG 9.2). */
function unfilter(data: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array[] {
  const rows: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += rowBytes + 1) {
    const row = data.slice(at + 1, at + 1 + rowBytes);
    const above = rows.at(-1) ?? new Uint8Array(rowBytes);
    for (let index = 0; index < rowBytes; index += 1) {
      const left = index < pixelBytes ? 0 : (row[index - pixelBytes] ?? 0);
      const up = above[index] ?? 0;
      const corner = index < pixelBytes ? 0 : (above[index - pixelBytes] ?? 0);
      row[index] = (row[index] ?? 0) + predicted(data[at] ?? 0, left, up, corner);
    }
    rows.push(row);
  }
  return rows;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return [0, left, up][filter] ?? 0;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((value) => Math.abs(left + up - corner - value));
  if (toLeft === undefined || toUp === undefined || toCorner === undefined) return 0;
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
