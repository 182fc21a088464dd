export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Null: not sent by the server. */
    readonly retryAfterSeconds: number | null,
  ) {
    super(message);
  }
}

interface Sent {
  method: "GET" | "POST" | "DELETE";
  json?: unknown;
  headers?: Record<string, string>;
  credentials?: RequestCredentials;
}

/** Throws only what `fetch` throws. */
export async function sendJson(fetch: Fetch, url: string, { json, headers, ...init }: Sent): Promise<Answer> {
  const response = await fetch(url, {
    ...init,
    headers: { ...(json === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function apiError(answer: Answer, code: string, message: string): ApiError {
  const seconds = answer.headers.get("retry-after");
  return new ApiError(answer.status, code, message, seconds === null ? null : Number(seconds));
}
