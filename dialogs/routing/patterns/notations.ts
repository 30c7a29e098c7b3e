/** Phrases by the name of what they say. */
export type Notations = Readonly<Record<string, readonly string[]>>;
