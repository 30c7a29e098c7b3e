import { type AddressInfo, createServer, connect as open, type Socket } from 'node:net';

export type TcpDoor = Awaited<ReturnType<typeof startTcpDoor>>;

/** Passes connections on to one of several ports in turn, as a small load balancer; can be shut, as a network that fails. */
export async function startTcpDoor(ports: () => readonly number[]) {
  const sockets = new Set<Socket>();
  let shut = false;
  let turn = 0;
  const server = createServer((client) => {
    track(client);
    if (shut) return client.destroy();
    reach(client, ports().length);
  });

  /** Tries the next port when one does not answer. */
  function reach(client: Socket, tries: number): void {
    const all = ports();
    const port = all[turn % Math.max(1, all.length)];
    turn += 1;
    if (port === undefined || tries === 0) return void client.destroy();
    const upstream = open(port, '127.0.0.1');
    track(upstream);
    let reached = false;
    upstream.once('connect', () => {
      reached = true;
      client.pipe(upstream).pipe(client);
      client.once('close', () => upstream.destroy());
      upstream.once('close', () => client.destroy());
    });
    upstream.once('error', () => {
      if (reached) client.destroy();
      else reach(client, tries - 1);
    });
  }

  function track(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    /** Cuts all connections and takes none until it is open again. */
    shut() {
      shut = true;
      for (const socket of sockets) socket.destroy();
    },
    open() {
      shut = false;
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
