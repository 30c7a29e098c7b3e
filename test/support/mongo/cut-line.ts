import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A line to a server that can be cut, and mended. */
export interface Line {
  /** The same URL, through the line. */
  readonly url: string;
  cut(): Promise<void>;
  /** Until the next connection has come through. */
  joined(): Promise<unknown>;
  /** What is asked by the connections there are has no answer any more. Resolves when so many of them have asked. */
  hold(asking: number): Promise<void>;
  mend(): Promise<void>;
}

/** Of a replica set, a line to the member that is named first. */
export async function lineTo(url: string): Promise<Line> {
  const [, credentials = '', host = '', port = '27017', path = '', options = ''] =
    /^mongodb:\/\/([^@/]*@)?([^/,:]+)(?::(\d+))?[^/]*(\/[^?]*)\??(.*)$/.exec(url) ?? [];
  const kept = options.split('&').filter((option) => option !== '' && !/^(replicaSet|directConnection)=/i.test(option));
  const open = new Set<Socket>();
  const track = (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => {}).on('close', () => open.delete(socket));
    return socket;
  };
  const server = createServer((near) => {
    const far = track(connect(Number(port), host));
    track(near).pipe(far).pipe(near);
    far.once('connect', () => server.emit('joined'));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  await listen(0);
  const address = server.address();
  const own = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `mongodb://${credentials}127.0.0.1:${own}${path}?${['directConnection=true', ...kept].join('&')}`,
    async cut() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
    hold: (asking) =>
      new Promise((resolve) => {
        let asked = 0;
        for (const socket of open) {
          socket.unpipe().once('readable', () => {
            asked += 1;
            if (asked === asking) resolve();
          });
        }
      }),
    joined: () => once(server, 'joined'),
    mend: () => listen(own),
  };
}
