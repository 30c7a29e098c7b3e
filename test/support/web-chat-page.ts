import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface WebChatPage {
  readonly url: string;
  /** Cuts every stream that is open; answers how many those were. */
  cutStreams(): number;
  close(): Promise<void>;
}

/** A page of somebody else's with the official Web Chat in it, on the same origin as the Direct Line of a product. */
export async function serveWebChatPage(product: string, script: Buffer): Promise<WebChatPage> {
  const { hostname, port: productPort } = new URL(product);
  const streams = new Set<Socket>();

  function answer(request: IncomingMessage, response: ServerResponse): void {
    if (request.url === '/') send(response, 'text/html; charset=utf-8', page);
    else if (request.url === '/webchat.js') send(response, 'text/javascript; charset=utf-8', script);
    else if (request.url?.startsWith('/v3/directline')) passOn(request, response);
    else send(response, 'text/plain', '', 404);
  }

  function passOn(request: IncomingMessage, response: ServerResponse): void {
    const { method, headers, url: path } = request;
    const onward = httpRequest({ hostname, port: productPort, method, headers, path }, (back) => {
      response.writeHead(back.statusCode ?? 502, back.headers);
      back.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }

  const server = createServer(answer);
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const onward = connect(Number(productPort), hostname, () => {
      const headers = request.rawHeaders.flatMap((name, index, all) =>
        index % 2 === 0 ? [`${name}: ${all[index + 1]}`] : [],
      );
      onward.write(`GET ${request.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    streams.add(socket);
    for (const end of [socket, onward]) {
      end.on('error', () => {});
      end.on('close', () => {
        streams.delete(socket);
        socket.destroy();
        onward.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cutStreams = () => {
    const open = [...streams];
    for (const socket of open) socket.destroy();
    return open.length;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    cutStreams,
    async close() {
      cutStreams();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** In two steps: restify, once loaded in this process, makes `writeHead` of every server answer nothing. */
function send(response: ServerResponse, type: string, body: string | Buffer, status = 200): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

const page = `<!doctype html>
<html lang="es-MX"><head><meta charset="utf-8"><title>Web Chat</title>
<style>html,body,#webchat{height:100%;margin:0}</style></head>
<body><div id="webchat" role="main"></div><script src="/webchat.js"></script>
<script>
(async () => {
  const { token } = await (await fetch('/v3/directline/tokens/generate', { method: 'POST' })).json();
  window.line = window.WebChat.createDirectLine({ token, domain: location.origin + '/v3/directline' });
  window.WebChat.renderWebChat({
    directLine: window.line,
    locale: 'es-MX',
    styleOptions: { uploadMultiple: true, sendAttachmentOn: 'send', uploadAccept: '.cer,.key' },
  }, document.getElementById('webchat'));
})();
</script></body></html>
`;
