import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import type { Socket } from "node:net";

/** A minimal load balancer. */
export interface Balancer {
  origin: string;
  /** Answers by instance, and failures. */
  served: number[];
  failed: number;
  /** Requests sent to the other instance. */
  retried: number;
  stop(): Promise<void>;
}

/** Milliseconds without traffic after a failed connection. */
const asideMilliseconds = 500;
/** Less than the second in which a stopping instance still accepts connections. */
const checkMilliseconds = 200;
const repeatable = ["GET", "HEAD"];

/**
 * Round robin over ready instances. Retries unsent requests, and GET and HEAD without an answer. Only those two reuse
 * connections: on a reused one an unanswered POST may have been read.
 */
export async function startProxy(port: number, targets: readonly number[]): Promise<Balancer> {
  const kept = new Agent({ keepAlive: true, maxSockets: 64 });
  const asideUntil = targets.map(() => 0);
  const proxy: Balancer = {
    origin: `http://localhost:${port}`,
    served: targets.map(() => 0),
    failed: 0,
    retried: 0,
    stop,
  };
  let turn = 0;

  const isReady = targets.map(() => true);
  const checks = setInterval(() => {
    targets.forEach(async (target, index) => {
      const check = fetch(`http://127.0.0.1:${target}/health/ready`, { signal: AbortSignal.timeout(1_000) });
      isReady[index] = await check.then(
        ({ ok }) => ok,
        () => false,
      );
    });
  }, checkMilliseconds);

  function choose(except: number | null): number {
    const order = targets.map((_, index) => (turn + index) % targets.length).filter((index) => index !== except);
    turn += 1;
    return order.find((index) => isReady[index] && (asideUntil[index] ?? 0) < Date.now()) ?? order[0] ?? 0;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    forward(request, response, Buffer.concat(chunks), choose(null), true);
  }

  function forward(
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
    target: number,
    mayRetry: boolean,
  ): void {
    const { method = "GET", url, headers } = request;
    const isRepeatable = repeatable.includes(method);
    const before = headers["x-forwarded-for"];
    const address = request.socket.remoteAddress ?? "";
    let wasSent = false;
    const upstream = send({
      host: "127.0.0.1",
      port: targets[target],
      method,
      path: url,
      agent: isRepeatable ? kept : false,
      headers: {
        ...headers,
        connection: isRepeatable ? "keep-alive" : "close",
        "x-forwarded-for": before === undefined ? address : `${String(before)}, ${address}`,
      },
    });
    upstream.once("socket", (socket: Socket) => {
      if (!socket.connecting) wasSent = true;
      else socket.once("connect", () => (wasSent = true));
    });
    upstream.once("response", (answered) => {
      proxy.served[target] = (proxy.served[target] ?? 0) + 1;
      const { connection: _, "keep-alive": __, ...kept } = answered.headers;
      response.writeHead(answered.statusCode ?? 502, kept);
      answered.pipe(response);
      // A partial answer must not look complete.
      answered.once("error", () => response.destroy());
    });
    upstream.once("error", () => {
      if (response.headersSent) return response.destroy();
      asideUntil[target] = Date.now() + asideMilliseconds;
      if (mayRetry && (!wasSent || isRepeatable)) {
        proxy.retried += 1;
        return forward(request, response, body, choose(target), false);
      }
      proxy.failed += 1;
      response.writeHead(502, { "Content-Type": "text/plain" }).end("No instance answered.\n");
    });
    upstream.end(body);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  function stop(): Promise<void> {
    clearInterval(checks);
    kept.destroy();
    server.closeAllConnections();
    return new Promise((done) => server.close(() => done()));
  }
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return proxy;
}
