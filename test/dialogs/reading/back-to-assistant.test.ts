import { wantsAssistant } from '../../../dialogs/reading/back-to-assistant.ts';

it.each([
  'seguir con el asistente',
  'Seguir con el asistente',
  'quiero seguir con el asistente',
  'prefiero volver al bot',
  'asistente',
  'ya no quiero esperar',
  'go on with the assistant',
])('"%s" gives the conversation back to the assistant', (text) => {
  expect(wantsAssistant(text)).toBe(true);
});

it.each([
  '',
  'hola',
  'sí',
  'el asistente me dijo que no',
  'ya no puedo seguir',
  'seguir',
  `asistente${' '.repeat(200)}`,
])('"%s" is for the person who helps', (text) => {
  expect(wantsAssistant(text)).toBe(false);
});
