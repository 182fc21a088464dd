import { request as send } from "node:http";

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  milliseconds: number;
  /** Null when it isn't JSON. */
  json: unknown;
}

interface Sent {
  json?: unknown;
  /** Another origin. */
  at?: string;
  /** Another cookie header. */
  cookie?: string;
}

let lastAddress = 0;

/** An unused loopback address, with limits of its own. */
export function newAddress(): string {
  lastAddress += 1;
  return `127.${1 + (process.pid % 200)}.${lastAddress >> 8}.${lastAddress & 255}`;
}

/** An HTTP client with a cookie jar, an address and a connection of its own. */
export class Caller {
  readonly cookies = new Map<string, string>();

  constructor(
    readonly origin: string,
    readonly address = newAddress(),
  ) {}

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  get = (path: string, sent: Sent = {}) => this.send("GET", path, sent);
  post = (path: string, json: unknown = undefined, sent: Sent = {}) => this.send("POST", path, { json, ...sent });

  send(
    method: string,
    path: string,
    { at = this.origin, cookie = this.cookieHeader, json }: Sent = {},
  ): Promise<Answer> {
    const body = json === undefined ? undefined : JSON.stringify(json);
    const { port } = new URL(at);
    const url = path.startsWith("/") ? path : `/dashboard/auth/${path}`;
    const startedAt = performance.now();
    return new Promise((done, fail) => {
      const request = send({
        host: "127.0.0.1",
        port,
        method,
        path: url,
        localAddress: this.address,
        agent: false,
        timeout: 60_000,
        headers: {
          Host: new URL(this.origin).host,
          Connection: "close",
          "X-Pacspace-CSRF": "1",
          ...(cookie === "" ? {} : { Cookie: cookie }),
          ...(body === undefined
            ? {}
            : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) }),
        },
      });
      request.once("timeout", () => request.destroy(new Error("no answer within a minute")));
      request.once("error", fail);
      request.once("response", async (response) => {
        try {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk as Buffer);
          const text = Buffer.concat(chunks).toString("utf8");
          const { headers, statusCode: status = 0 } = response;
          this.#keep(headers["set-cookie"] ?? []);
          const isJson = headers["content-type"]?.startsWith("application/json") === true;
          const milliseconds = performance.now() - startedAt;
          done({ status, headers, body: text, milliseconds, json: isJson ? JSON.parse(text) : null });
        } catch (thrown) {
          fail(thrown);
        }
      });
      request.end(body);
    });
  }

  #keep(lines: string[]): void {
    for (const line of lines) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

/** The string at a dotted path of an answer. Throws when there is none. */
export function textAt({ json, status }: Answer, path: string): string {
  let value = json;
  for (const key of path.split(".")) value = (value as Record<string, unknown> | null)?.[key];
  if (typeof value !== "string") throw new Error(`No text at ${path} of ${status} ${JSON.stringify(json)}`);
  return value;
}
