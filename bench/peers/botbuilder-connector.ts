/**
 * A stock botbuilder bot: restify, the cloud adapter, a waterfall, and state in memory. Replies leave through the connector
 * client of the library, as HTTP requests to the `serviceUrl`. `CloudAdapter` of the package `botbuilder` adds to its base
 * class the reading of the request and the writing of the answer, which is done here by hand.
 */
import { CloudAdapterBase, type TurnContext } from 'botbuilder-core';
import {
  AuthenticationConfiguration,
  BotFrameworkAuthenticationFactory,
  PasswordServiceClientCredentialFactory,
} from 'botframework-connector';
import { type Activity, ActivityTypes } from 'botframework-schema';
import restify from 'restify';
import { waterfallBot } from './waterfall-bot.ts';

class Adapter extends CloudAdapterBase {
  async take(activity: Activity, run: (context: TurnContext) => Promise<void>): Promise<void> {
    await this.processActivity('', activity, run);
  }
}

/** Without an application id nothing is authenticated: its cost is left out, in favour of the peer. */
const authentication = BotFrameworkAuthenticationFactory.create(
  '',
  true,
  '',
  '',
  '',
  '',
  '',
  '',
  '',
  new PasswordServiceClientCredentialFactory('', '', ''),
  new AuthenticationConfiguration(),
);
const adapter = new Adapter(authentication);
const run = waterfallBot();
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (request: restify.Request, response: restify.Response) => {
  await adapter.take({ ...request.body, type: ActivityTypes.Message }, run);
  response.send(200);
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`);
});
process.on('SIGTERM', () => process.exit(0));
