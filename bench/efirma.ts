import { createPrivateKey, X509Certificate } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import forge from 'node-forge';
import { encryptKeyAsSat } from '../services/efirma/demo/encrypt-key.ts';
import { createEfirma } from '../services/efirma/efirma.ts';
import { createSatLike, keyPassword, person, testLimits, testNow } from '../test/support/efirma-fixtures.ts';

/**
 * The whole check of certificate, key and password against two others doing the same work: a floor written straight on
 * node:crypto (blocking, without any of the rules about the profile) and node-forge alone. The three take turns in one
 * run, so that a busy machine slows all of them. Prints medians in milliseconds, and one line of JSON.
 */
const rounds = Number(process.argv[2] ?? 200);
const sat = createSatLike();
const certificate = sat.fiel();
const key = await encryptKeyAsSat(sat.personPair.privateKey, Buffer.from(keyPassword));
const { issuingCertificate, rootCertificate } = sat;
const efirma = createEfirma({ trust: sat.trust, now: () => testNow, limits: testLimits });

const contestants: Record<string, () => Promise<boolean> | boolean> = {
  check: async () => (await efirma.checkFiles({ certificate, key, keyPassword, curp: person.curp })).ok,
  floor: withNodeCrypto,
  forge: withForge,
};

const times = new Map<string, number[]>(Object.keys(contestants).map((name) => [name, []]));
for (let round = -20; round < rounds; round += 1) {
  for (const [name, run] of Object.entries(contestants)) {
    // Forge takes twenty times as long; a fifth of the rounds is enough for its median.
    if (name === 'forge' && round % 5 !== 0) continue;
    const start = performance.now();
    if (!(await run())) throw new Error(`${name} refused a good e.firma`);
    if (round >= 0) times.get(name)?.push(performance.now() - start);
  }
}

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const burstStart = performance.now();
await Promise.all(Array.from({ length: 200 }, () => contestants.check?.()));
const perSecond = 200_000 / (performance.now() - burstStart);
delay.disable();
await efirma.close();

const medians = Object.fromEntries([...times].map(([name, values]) => [name, median(values)]));
const { check = 0, floor = 0, forge: forgeMs = 0 } = medians;
const rows = [
  ['whole check', check, 1],
  ['floor on node:crypto', floor, check / floor],
  ['all in node-forge', forgeMs, check / forgeMs],
] as const;
const lines = rows.map(
  ([name, ms, ratio]) => `${name.padEnd(22)} ${ms.toFixed(2).padStart(8)} ms   ${ratio.toFixed(2).padStart(6)}`,
);
process.stdout.write(`${''.padEnd(22)} ${'median'.padStart(8)}      check/it\n${lines.join('\n')}\n`);
process.stdout.write(
  `200 at once: ${perSecond.toFixed(0)} a second, event loop held up ${(delay.max / 1e6).toFixed(1)} ms at most\n`,
);
process.stdout.write(
  `${JSON.stringify({ bench: 'efirma', rounds, checkMs: check, floorMs: floor, forgeMs, checkToFloor: check / floor, checkToForge: check / forgeMs, burstPerSecond: perSecond, eventLoopMaxMs: delay.max / 1e6 })}\n`,
);

/** The least a server can do: two certificates up, open, match, compare. */
function withNodeCrypto(): boolean {
  const leaf = new X509Certificate(certificate);
  const issuing = new X509Certificate(issuingCertificate);
  const root = new X509Certificate(rootCertificate);
  const opened = createPrivateKey({ key, format: 'der', type: 'pkcs8', passphrase: keyPassword });
  return (
    leaf.checkIssued(issuing) &&
    leaf.verify(issuing.publicKey) &&
    issuing.verify(root.publicKey) &&
    leaf.validToDate.getTime() > testNow &&
    leaf.checkPrivateKey(opened) &&
    leaf.subject.includes(person.curp)
  );
}

function withForge(): boolean {
  const { asn1, pki } = forge;
  const read = (der: Buffer) => pki.certificateFromAsn1(asn1.fromDer(der.toString('latin1')), true);
  const [leaf, issuing, root] = [read(certificate), read(issuingCertificate), read(rootCertificate)];
  const info = pki.decryptPrivateKeyInfo(asn1.fromDer(key.toString('latin1')), keyPassword);
  const opened = pki.privateKeyFromAsn1(info);
  const matches = 'n' in leaf.publicKey && opened.n.equals(leaf.publicKey.n);
  const curp = leaf.subject.attributes.find(({ type }) => type === '2.5.4.5')?.value;
  return issuing.verify(leaf) && root.verify(issuing) && matches && curp === person.curp;
}

function median(values: number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
