import type { z } from "zod";
import type * as schemas from "../lib/api/pandora/schemas";
import { renewing } from "./renewal";
import { type Answer, ApiError, apiError, type Fetch, sendJson } from "./request";

export { ApiError };

export type AuthTokenPair = z.output<typeof schemas.authTokenPairSchema>;
export type Session = z.output<typeof schemas.sessionSchema>;
export type Status = z.output<typeof schemas.statusSchema>;
export type Revoked = z.output<typeof schemas.revokedSchema>;

type Kept = string | null | undefined;

export interface ClientOptions {
  /** API URL, e.g. `https://app.example.com/compat/pandora`. */
  baseUrl: string;
  /** Read before every request. */
  getToken: () => Kept | Promise<Kept>;
  refreshToken: {
    /** Read when the access token has expired. */
    get: () => Kept | Promise<Kept>;
    /** Awaited before the pair's first use. */
    onRefresh: (pair: AuthTokenPair) => void | Promise<void>;
  };
  /** Default: the global `fetch`. */
  fetch?: Fetch;
}

/**
 * The caller stores the pairs of `setup`, `login` and `changePassword`. Refreshes once and retries on 401
 * `unauthorized`. Concurrent requests share a refresh. Throws `ApiError`.
 */
export function createClient(options: ClientOptions) {
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const baseUrl = options.baseUrl.replace(/\/+$/, "");

  const send = async (method: "GET" | "POST" | "DELETE", path: string, json?: unknown): Promise<Answer> => {
    const token = await options.getToken();
    const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
    return sendJson(fetch, `${baseUrl}${path}`, { method, json, headers });
  };
  const post = async (path: string, json: unknown): Promise<AuthTokenPair> =>
    read<AuthTokenPair>(await sendJson(fetch, `${baseUrl}${path}`, { method: "POST", json }));

  const renewal = renewing(
    (answer) => answer.status === 401 && codeOf(answer) === "unauthorized",
    async () => {
      const refreshToken = await options.refreshToken.get();
      if (!refreshToken) return false;
      const answer = await sendJson(fetch, `${baseUrl}/api/auth/refresh`, { method: "POST", json: { refreshToken } });
      if (answer.status === 401) return false;
      await options.refreshToken.onRefresh(read<AuthTokenPair>(answer));
      return true;
    },
  );
  const authorized = async <Body>(method: "GET" | "POST" | "DELETE", path: string, json?: unknown): Promise<Body> =>
    read<Body>(await renewal.send(() => send(method, path, json)));

  return {
    /** Never refreshes. */
    status: async (): Promise<Status> => read<Status>(await send("GET", "/")),
    setup: (input: z.input<typeof schemas.setupBody>) => post("/api/auth/setup", input),
    login: (input: z.input<typeof schemas.loginBody>) => post("/api/auth/login", input),
    /** Calls `onRefresh`. False: no refresh token, or the session ended. */
    refresh: () => renewal.renew(),
    logout: () => authorized<{ success: true }>("POST", "/api/auth/logout"),
    /** Ends every session. */
    changePassword: (input: z.input<typeof schemas.changePasswordBody>) =>
      authorized<AuthTokenPair>("POST", "/api/auth/change-password", input),
    sessions: {
      list: async (): Promise<Session[]> =>
        (await authorized<{ sessions: Session[] }>("GET", "/api/auth/sessions")).sessions,
      revoke: (id: string) => authorized<Revoked>("DELETE", `/api/auth/sessions/${encodeURIComponent(id)}`),
      revokeAll: () => authorized<Revoked>("DELETE", "/api/auth/sessions"),
    },
  };
}

export type PandoraClient = ReturnType<typeof createClient>;

/** Trusts the server's validation. */
function read<Body>(answer: Answer): Body {
  if (answer.status < 300) return answer.body as Body;
  const code = codeOf(answer);
  throw apiError(answer, code, `Pandora answered with ${answer.status} ${code}`);
}

function codeOf({ body }: Answer): string {
  const isRefusal = typeof body === "object" && body !== null && "error" in body && typeof body.error === "string";
  return isRefusal ? String(body.error) : "unknown";
}
