/**
 * SHA-256 of the authorities that issue e.firmas today and of Banco de México's roots above them. The SAT offers the
 * files over plain HTTP only, so these values, and not the origin of a file, decide what is an authority.
 * AC5 ends on 2027-05-03; the others from 2031 on.
 */
export const satPins: Readonly<Record<string, string>> = {
  AC5: '1ac6325143920fc047b6506e42540944fa6590b44560807b564c5603d15add8e',
  AC6: '054e8f213ff2228254d8f87ec43d2e7c2eda628d927c270b9a77d1d09eef9418',
  AC7: '6d1d1f871f0d69233fc94526fecf826bee67181782d6b7e5320b279c97e8dac7',
  ARC5: 'cbf3e084a86cac5ef1060b9242196eec15e8786931ffff05466ba7becd43b15e',
  ARC6: 'a86baf49b2e91d0141722c4e7026ab246183a8072926e9983edbd4e5ba72515d',
};

/**
 * The SAT's test authorities: it publishes e.firmas of theirs together with the password, so anybody can be anybody.
 * They never load in production, pinned or not.
 */
export const satTestAuthorities: ReadonlySet<string> = new Set([
  'b089d761a431504f450839d71283c5b2862f551d8fed7cabf2adbaa24fea2adb',
  'ff9c220344614c06fa483b846d7959f9ba0806dfa85610f4ace3b2df8aefacf9',
  '1ab38194818b59ed7f279e4ed42c7eb61f07d595dcc48dbb2110738824269b88',
  '3193f52df055e4cf0cbc192b14e75673c45e589707a181c2a666c099358d3e41',
  'd50c91d1f13315bf6a06d4463b2d245ea0e536ce7d1cc487fe6a84a2ff5e1dd6',
]);
