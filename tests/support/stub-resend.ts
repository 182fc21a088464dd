import { randomUUID } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ResendRequest {
  headers: IncomingHttpHeaders;
  body: { from: string; to: string; subject: string; html: string; text: string };
}

/** "hang" never answers; "silence" accepts the email and doesn't answer. */
export type ResendFault = 500 | 429 | "hang" | "silence";

export interface StubResend {
  url: string;
  requests: ResendRequest[];
  /** Once per Idempotency-Key. */
  deliveries: ResendRequest[];
  fault: ResendFault | null;
  /** Seconds in the 429's Retry-After; null for none. */
  retryAfter: number | null;
  stop(): Promise<void>;
  resume(): Promise<void>;
}

const errors = {
  429: { name: "rate_limit_exceeded", message: "Too many requests. You can only make 2 requests per second." },
  500: { name: "internal_server_error", message: "The provider is having a bad day." },
};

/** POST /emails of api.resend.com. */
export async function startStubResend(): Promise<StubResend> {
  const idsByKey = new Map<string, string>();
  const server = createServer((request, response) => void answer(request, response));
  const stub: StubResend = { url: "", requests: [], deliveries: [], fault: null, retryAfter: null, stop, resume };
  let port = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, method, url } = request;
    if (method !== "POST" || url !== "/emails") {
      return reply(response, 404, { name: "not_found", message: `${method} ${url} is not known here` });
    }
    const received = { headers, body: JSON.parse(await readAll(request)) as ResendRequest["body"] };
    stub.requests.push(received);
    if (stub.fault === "hang") return;
    if (typeof stub.fault === "number") {
      if (stub.fault === 429 && stub.retryAfter !== null) response.setHeader("Retry-After", stub.retryAfter);
      return reply(response, stub.fault, { statusCode: stub.fault, ...errors[stub.fault] });
    }
    if (!headers.authorization?.startsWith("Bearer re_")) {
      return reply(response, 401, { statusCode: 401, name: "invalid_api_key", message: "API key is invalid" });
    }
    const key = headers["idempotency-key"]?.toString();
    const known = key && idsByKey.get(key);
    const id = known || randomUUID();
    if (!known) stub.deliveries.push(received);
    if (key) idsByKey.set(key, id);
    if (stub.fault === "silence") return;
    return reply(response, 200, { id });
  }

  function stop(): Promise<void> {
    server.closeAllConnections();
    return new Promise((done, fail) => server.close((error) => (error ? fail(error) : done())));
  }

  function resume(): Promise<void> {
    return new Promise((done, fail) => server.once("error", fail).listen(port, "127.0.0.1", done));
  }

  await resume();
  port = (server.address() as AddressInfo).port;
  stub.url = `http://127.0.0.1:${port}`;
  return stub;
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}
