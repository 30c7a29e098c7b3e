import type { Conversation } from '../store/store.ts';

/**
 * What limits take for one who comes, however many conversations they open: the network they came from, where the channel
 * knows it; else the conversation, of which other channels have one per person.
 */
export const originOf = ({ id, origin }: Pick<Conversation, 'id' | 'origin'>): string => origin ?? id;
