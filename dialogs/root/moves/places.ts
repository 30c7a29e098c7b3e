import type { TextKey } from '../../texts.ts';
import type { DialogTurn } from '../../turn.ts';

/** How a channel is called in the middle of a sentence, and in a list of where to go. */
const keys: Readonly<Record<string, { readonly name: TextKey; readonly way: TextKey }>> = {
  'web-chat': { name: 'move.name.web-chat', way: 'move.way.web-chat' },
  whatsapp: { name: 'move.name.whatsapp', way: 'move.way.whatsapp' },
  teams: { name: 'move.name.teams', way: 'move.way.teams' },
};

/** "WhatsApp", "la web". */
export const nameOfChannel = (turn: DialogTurn, channel: string): string =>
  turn.text(keys[channel]?.name ?? 'move.name.other');

/** Where a code can be typed, a line each. A phone has one WhatsApp, a browser many windows. */
export function waysFrom(turn: DialogTurn): string {
  const { moves, links } = turn.services;
  return moves.channels
    .filter((channel) => channel === 'web-chat' || channel !== turn.channel)
    .map((channel) => keys[channel])
    .filter((key) => key !== undefined)
    .map(({ way }) => `- ${turn.text(way, { url: links.chat })}`)
    .join('\n');
}
