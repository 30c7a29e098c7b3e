import fc from 'fast-check';
import { readCommand } from '../../../dialogs/reading/command.ts';
import { redact } from '../../../services/redaction/redact.ts';

const password = { awaiting: 'password' } as const;
const reaches = (sentence: string) => expect(redact(sentence, password)).toEqual({ text: sentence, found: [] });
const isHidden = (sentence: string) =>
  expect(redact(sentence, password)).toEqual({ text: '<oculto>', found: ['password'] });

describe('where a password is asked for', () => {
  it.each([
    // Who is afraid.
    '¿es seguro?',
    'es seguro',
    'esto es un fraude',
    '¿es una estafa?',
    'no confío',
    'no confío en esto',
    'tengo miedo',
    'quien eres',
    '¿quién eres?',
    'eres un robot',
    '¿están seguros mis datos?',
    'is it safe?',
    'is this a scam',
    // Who is stuck.
    'listo',
    'ya está listo',
    'no puedo entrar',
    'no veo el formulario',
    'no me sale el formulario',
    'no carga la pagina',
    'no carga',
    'se trabó',
    'sigo esperando',
    'dónde escribo la contraseña',
    'mándame otro enlace',
    'el link ya venció',
    // Who has not got it.
    'lo tiene mi contador',
    'mi contadora tiene la contraseña',
    'nunca me dieron contraseña',
    'ese no es mi numero de cliente',
    'no sé cuál es',
    '¿y si no me acuerdo?',
    '¿cuántos caracteres debe llevar?',
    '¿puedo usar mayúsculas?',
    'the page does not load',
  ])('%j reaches the assistant', reaches);

  it.each([
    '¿es girasol mi contraseña?',
    'is sunflower my password?',
    'casa segura',
    'link',
    'fraude',
    'segura',
    'miedo',
    'el girasol',
    'no girasol',
    'te amo mucho',
    'Listo48',
    'es Girasol',
    'nunca me dieron girasol',
    'mi contador se llama girasol',
  ])('%j does not', isHidden);

  it('every way to ask for the form reaches the assistant', () => {
    const verb = ['mándame', 'manda', 'envíame', 'envia', 'dame', 'quiero', 'send me', 'give me'];
    const which = ['', ' el', ' otro', ' un', ' the', ' a', ' another'];
    const noun = ['formulario', 'enlace', 'link', 'liga', 'form'];
    const asked = verb.flatMap((a) => which.flatMap((b) => noun.map((c) => `${a}${b} ${c}`)));
    const ends = [' seguro', ' otra vez', ' de nuevo', ' again'];
    const again = ['otro', 'nuevo', 'another', 'new'].flatMap((a) => noun.map((c) => `${a} ${c}`));
    const broken = ['el enlace', 'el link', 'la liga', 'the link'].flatMap((a) =>
      ['venció', 'ya expiró', 'caducó', 'no abre', 'no sirve', 'ya no funciona', 'expired', 'does not work'].map(
        (b) => `${a} ${b}`,
      ),
    );
    const bare = ['formulario', 'el formulario', 'form', 'the form'];
    const all = [...bare, ...asked, ...asked.flatMap((a) => ends.map((b) => a + b)), ...again, ...broken];
    expect(all.filter((phrase) => readCommand(phrase) !== 'form')).toEqual([]);
    for (const phrase of all) reaches(phrase);
  });

  it('no word that is not ours passes, whatever stands around it', () => {
    const known = fc.constantFrom('mi', 'es', 'la', 'no', 'contraseña', 'otro', 'enlace', 'seguro', 'escribo', 'tengo');
    const secret = fc.stringMatching(/^[A-Za-z]{2}[bcdfgjkqvwxz]{3}[a-z]{1,5}$/);
    fc.assert(
      fc.property(fc.array(known, { maxLength: 4 }), secret, fc.array(known, { maxLength: 4 }), (before, it, after) =>
        isHidden([...before, it, ...after].join(' ')),
      ),
    );
  });
});
