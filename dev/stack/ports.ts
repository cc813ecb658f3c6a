/** Ports on loopback. A stack keeps its ports over a restart, because addresses (the issuer's above all) must not change. */
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

// Below the range from which systems take the ports of outgoing connections: a port remembered here is rarely taken.
const FIRST = 20_000;
const COUNT = 10_000;

/** Binds a port on 127.0.0.1; undefined when it is taken. */
function hold(port: number): Promise<net.Server | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      resolve(server);
    });
  });
}

function readRemembered(file: string): Record<string, number> {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, number>;
  } catch {
    return {};
  }
}

/**
 * One free port per name. A name's port is, in this order: the one in `fixed`, the one remembered in `file` if still
 * free, the one in `preferred` if free, a random one. The result is remembered in `file` (when given).
 * @throws when a fixed port is taken.
 */
export async function allocatePorts<Name extends string>(
  names: readonly Name[],
  options: {
    file?: string;
    fixed?: Partial<Record<Name, number>>;
    preferred?: Partial<Record<Name, number>>;
  } = {},
): Promise<Record<Name, number>> {
  const remembered = options.file ? readRemembered(options.file) : {};
  // All are held until all are chosen: two names, or two stacks starting at once, do not get the same one.
  const held: net.Server[] = [];
  const ports = {} as Record<Name, number>;
  try {
    for (const name of names) {
      const fixed = options.fixed?.[name];
      const wishes = fixed !== undefined ? [fixed] : [remembered[name], options.preferred?.[name]];
      let server: net.Server | undefined;
      for (const port of wishes) if (port !== undefined) server ??= await hold(port);
      if (!server && fixed !== undefined) throw new Error(`Port ${fixed} is taken by another program.`);
      for (let tries = 0; !server && tries < 200; tries += 1)
        server = await hold(FIRST + Math.floor(Math.random() * COUNT));
      if (!server) throw new Error('No free port on 127.0.0.1.');
      held.push(server);
      ports[name] = (server.address() as net.AddressInfo).port;
    }
  } finally {
    await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  }
  if (options.file) {
    fs.mkdirSync(path.dirname(options.file), { recursive: true });
    fs.writeFileSync(options.file, JSON.stringify({ ...remembered, ...ports }, null, 2));
  }
  return ports;
}
