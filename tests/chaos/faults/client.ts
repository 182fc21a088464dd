/** Longer than every timeout of the product. */
const patienceMilliseconds = 45_000;

export interface Answer {
  /** 0: connection lost, effect unknown. */
  status: number;
  code: string;
  data: Record<string, unknown>;
  retryAfter: string | null;
  /** Also in the audit log. Empty: no answer. */
  requestId: string;
  milliseconds: number;
}

/** An HTTP client with a cookie jar that reports lost answers. */
export class Client {
  readonly cookies = new Map<string, string>();

  constructor(private readonly url: string) {}

  get = (path: string) => this.send("GET", path);
  post = (path: string, json: unknown = {}) => this.send("POST", path, json);
  patch = (path: string, json: unknown) => this.send("PATCH", path, json);

  copy(): Client {
    const copy = new Client(this.url);
    for (const [name, value] of this.cookies) copy.cookies.set(name, value);
    return copy;
  }

  async send(method: string, path: string, json?: unknown): Promise<Answer> {
    const startedAt = performance.now();
    const url = path.startsWith("/") ? path : `/dashboard/auth/${path}`;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    try {
      const response = await fetch(this.url + url, {
        method,
        headers: {
          "x-pacspace-csrf": "1",
          "user-agent": "faults",
          ...(cookie === "" ? {} : { cookie }),
          ...(json === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
        signal: AbortSignal.timeout(patienceMilliseconds),
      });
      const body = (await response.json()) as { data?: Record<string, unknown>; error?: { code: string } };
      // Only after a complete answer.
      for (const line of response.headers.getSetCookie()) this.#keep(line);
      return {
        status: response.status,
        code: body.error?.code ?? "",
        data: body.data ?? {},
        retryAfter: response.headers.get("retry-after"),
        requestId: response.headers.get("x-request-id") ?? "",
        milliseconds: performance.now() - startedAt,
      };
    } catch {
      const milliseconds = performance.now() - startedAt;
      return { status: 0, code: "", data: {}, retryAfter: null, requestId: "", milliseconds };
    }
  }

  #keep(line: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === "") this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
