import type { MiddlewareHandler } from "hono";

const fixed = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Origin-Agent-Cluster": "?1",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-DNS-Prefetch-Control": "off",
  "X-Download-Options": "noopen",
  "X-Frame-Options": "DENY",
  "X-Permitted-Cross-Domain-Policies": "none",
};

/** Sends HSTS only with https, or a plain-HTTP test would pin the host. */
function securityHeaders(appUrl: string): Record<string, string> {
  const isSecure = appUrl.startsWith("https:");
  return isSecure ? { ...fixed, "Strict-Transport-Security": "max-age=63072000; includeSubDomains" } : fixed;
}

/** Avoids `Headers`, which costs more than the rest of a short answer. Spell each name one way. */
export class AnswerHeaders {
  readonly #values: Record<string, string>;
  readonly #cookies: string[] = [];

  constructor(appUrl: string, requestId: string) {
    this.#values = {
      ...securityHeaders(appUrl),
      "Cache-Control": "no-store",
      Vary: "Cookie",
      "X-Request-Id": requestId,
    };
  }

  set(name: string, value: string): void {
    this.#values[name] = value;
  }

  append(_name: "Set-Cookie", value: string): void {
    this.#cookies.push(value);
  }

  toInit(): HeadersInit {
    if (this.#cookies.length === 0) return this.#values;
    const headers = new Headers(this.#values);
    for (const cookie of this.#cookies) headers.append("Set-Cookie", cookie);
    return headers;
  }
}

export function secureOtherAnswers(appUrl: string): MiddlewareHandler {
  const headers = Object.entries(securityHeaders(appUrl));
  return async (context, next) => {
    await next();
    if (ours.has(context.res)) return;
    for (const [name, value] of headers) context.res.headers.set(name, value);
  };
}

const ours = new WeakSet<Response>();

let AnswerResponse: typeof Response = Response;

export function answerWith(response: typeof Response): void {
  AnswerResponse = response;
}

export function jsonResponse(body: unknown, status: number, headers: AnswerHeaders): Response {
  headers.set("Content-Type", "application/json; charset=utf-8");
  const response = new AnswerResponse(JSON.stringify(body), { status, headers: headers.toInit() });
  ours.add(response);
  return response;
}
