import { plain } from './plain.ts';

const WISH =
  /^(?:(?:quiero |prefiero |mejor )?(?:seguir|sigo|sigamos|continuar|volver|regresar|hablar)(?: yo)? (?:con|al) (?:el )?(?:asistente|bot|robot)|asistente|bot|go on with the assistant|(?:back to )?(?:the )?assistant|salir de la fila|ya no quiero esperar)$/;

/** Whether somebody who waits for a person, or talks to one, wants the assistant back. */
export const wantsAssistant = (text: string): boolean => text.length <= 80 && WISH.test(plain(text));
