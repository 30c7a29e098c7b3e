import { startChatwoot } from '../support/chatwoot-double.ts';
import { enter, placeOf, type Reply } from '../support/person.ts';
import { startProduct } from '../support/product.ts';

test('an agent of the institution’s Chatwoot takes a conversation, talks, and gives it back', async () => {
  const secret = 'a secret of the webhook';
  const chatwoot = await startChatwoot({ secret, token: 'token' });
  const product = await startProduct({
    CHATWOOT_URL: chatwoot.baseUrl,
    CHATWOOT_ACCOUNT_ID: '1',
    CHATWOOT_INBOX_IDENTIFIER: 'box',
    CHATWOOT_ACCESS_TOKEN: 'token',
    CHATWOOT_WEBHOOK_SECRET: secret,
  });
  const signal = async (event: string) => {
    const response = await fetch(`${product.url}/desk/chatwoot`, {
      method: 'POST',
      ...chatwoot.webhook(event, product.clock.now()),
    });
    expect(response.status).toBe(200);
  };
  const shows = async (text: string) => {
    for (let round = 0; round < 1_000; round += 1) {
      if (chatwoot.conversations.length === 1 && chatwoot.shown().some((shown) => shown.includes(text))) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`Chatwoot never showed: ${text}`);
  };

  const person = await enter(product.url);
  await person.listen();
  await person.say('Quiero recuperar mi cuenta del IMPI con mi e.firma');
  await person.say('sí');
  expect(placeOf(await person.say('agente'))).toBe('agent-handoff/with-agent');
  await shows('agente');
  chatwoot.agentSays('Hola, soy Raúl. ¿Qué te falta?');
  await signal('message_created');
  const heard: Reply[] = [];
  while (!heard.some(({ text }) => text.includes('soy Raúl'))) heard.push(...(await person.listen()));
  expect(heard.map(({ text }) => text).join('\n')).toContain('Ahora te atiende Raúl');
  await person.send('No encuentro mi CURP, mi correo es elena@example.mx');
  await shows('No encuentro mi CURP, mi correo es e•••@example.mx');
  chatwoot.only().status = 'pending';
  await signal('conversation_status_changed');
  let place = '';
  while (place !== 'impi-efirma/curp') place = placeOf(await person.listen());
  await product.stop();
  await chatwoot.stop();
});
