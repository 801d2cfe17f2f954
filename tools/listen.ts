import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Starts a server on this machine alone; what it returns is the port that the system has chosen. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
