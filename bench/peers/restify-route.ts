/** The least that a webhook can do on restify: read the body, answer 200. It checks nothing and keeps nothing. */
import restify from 'restify';

const server = restify.createServer();
server.post('/whatsapp/webhook', async (request: restify.Request, response: restify.Response) => {
  let size = 0;
  for await (const chunk of request) size += Buffer.byteLength(chunk);
  response.writeHead(200, { 'content-length': 0, 'x-size': size });
  response.end();
});
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`);
});
