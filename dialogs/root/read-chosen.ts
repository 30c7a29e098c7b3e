import { readChoice, readPointed } from '../reading/choice.ts';
import { routeUtterance } from '../routing/route.ts';
import { type ProcedureId, portalOf, procedureIds } from '../routing/routing.ts';
import { readPortal } from '../routing/which-portal.ts';
import type { DialogTurn } from '../turn.ts';
import { nameOf } from './pending.ts';

/**
 * The option of an open choice that the message means. Between portals the words of the titles do not count: "tu cuenta
 * PASE" and "olvidé mi contraseña" stand in some of them and are said of any account.
 */
export function readChosen(turn: DialogTurn, options: readonly string[]): string | undefined {
  const { short } = turn.input;
  const titled = options.map((id) => ({ id, title: nameOf(turn, id) }));
  const isAcrossPortals = new Set(options.map(portalIn)).size > 1;
  return isAcrossPortals ? (readPointed(short, titled) ?? readByPortal(short, options)) : readChoice(short, titled);
}

/** The only option of the portal that is named. What asks for something else of that portal is not an answer. */
function readByPortal(text: string, options: readonly string[]): string | undefined {
  const routing = routeUtterance(text);
  if (routing.kind === 'procedure') return options.find((id) => id === routing.procedure);
  if (routing.kind === 'faq' || routing.kind === 'off-topic') return undefined;
  const portal = readPortal(text);
  const [option, ...others] = portal === undefined ? [] : options.filter((id) => portalIn(id) === portal);
  return others.length === 0 ? option : undefined;
}

const isProcedure = (id: string): id is ProcedureId => procedureIds.some((known) => known === id);
const portalIn = (id: string) => (isProcedure(id) ? portalOf(id) : undefined);
