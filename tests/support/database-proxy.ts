import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { isAbsolute, join } from "node:path";

export type ProxyMode = "clear" | "closed" | "hanging" | { delayMilliseconds: number };

export interface DatabaseProxy {
  port: number;
  url: string;
  /** "closed" ends every connection and accepts none; "hanging" keeps connections open and forwards nothing. */
  set(mode: ProxyMode): void;
  /** Chunks forwarded, both directions. */
  passed: number;
  /** Called before each chunk is forwarded. */
  onPiece: (passed: number) => void;
  stop(): Promise<void>;
}

export async function startProxy(databaseUrl: string): Promise<DatabaseProxy> {
  let mode: ProxyMode = "clear";
  const open = new Set<Socket>();
  /** Keeps chunks in order. */
  const held: (() => void)[] = [];

  const move = (to: Socket, chunk: Buffer | null) => {
    proxy.passed += 1;
    proxy.onPiece(proxy.passed);
    const write = () => (chunk === null ? to.end() : to.write(chunk));
    if (mode === "clear" || mode === "closed") return write();
    held.push(write);
    if (mode !== "hanging") setTimeout(releaseOldest, mode.delayMilliseconds);
  };
  const releaseOldest = () => {
    if (mode !== "hanging") held.shift()?.();
  };
  const server = createServer((client) => {
    if (mode === "closed") return client.resetAndDestroy();
    const upstream = connect(endpointOf(databaseUrl));
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from);
      from.on("data", (chunk: Buffer) => move(to, chunk));
      from.on("end", () => move(to, null));
      from.on("error", () => to.destroy());
      from.on("close", () => open.delete(from));
    }
  });
  const proxy: DatabaseProxy = {
    port: 0,
    url: "",
    passed: 0,
    onPiece: () => undefined,
    set(next) {
      mode = next;
      if (next === "closed") for (const socket of open) socket.destroy();
      if (next !== "hanging") for (const write of held.splice(0)) write();
    },
    stop() {
      for (const socket of open) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  proxy.port = (server.address() as AddressInfo).port;
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${proxy.port}`;
  proxy.url = url.href;
  return proxy;
}

/** Options of `net.connect` for a database URL. */
export function endpointOf(databaseUrl: string): { path: string } | { host: string; port: number } {
  const { hostname, port } = new URL(databaseUrl);
  const host = decodeURIComponent(hostname);
  return isAbsolute(host) ? { path: join(host, `.s.PGSQL.${port}`) } : { host, port: Number(port) };
}
