/** The name of a document, or of a key, among those of all kinds. No kind has a slash left, so that no two are one. */
export function idOf(kind: string, id: string): string {
  return `${encodeURIComponent(kind)}/${id}`;
}

/** The kind and the id, or key, that a name was made of. */
export function namesOf(name: string): [kind: string, id: string] {
  const slash = name.indexOf('/');
  return [decodeURIComponent(name.slice(0, slash)), name.slice(slash + 1)];
}

/** What sorts after every name of a kind: "0" follows "/". */
export function endOf(kind: string): string {
  return `${encodeURIComponent(kind)}0`;
}
