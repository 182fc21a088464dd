import type { z } from "zod";
import type * as schemas from "../lib/api/pacspace/schemas";
import type { Session } from "../lib/core/sessions/sessions";
import type { ProfileJson as Profile } from "../lib/core/users/profile";
import type { logInSchema } from "../lib/values/forms";
import { renewing } from "./renewal";
import { type Answer, ApiError, apiError, type Fetch, sendJson } from "./request";

export type { Profile, Session };
export { ApiError };

/** Call `login` again with `code` for a ticket. */
export type LoginOutcome = z.output<typeof schemas.logInDataSchema>;
export type LoginInput = z.input<typeof logInSchema>;

export interface Tokens {
  accessToken: string;
  refreshToken: string;
}

interface CommonOptions {
  /** Foyer's origin, e.g. `https://app.example.com`. */
  baseUrl: string;
  /** Default: the global `fetch`. */
  fetch?: Fetch;
}

/** For browsers on Foyer's origin. */
export interface CookieOptions extends CommonOptions {
  mode: "cookie";
}

/** Browsers hide Set-Cookie. */
export interface BearerOptions extends CommonOptions {
  mode: "bearer";
  tokens: {
    get: () => Tokens | null | Promise<Tokens | null>;
    /** Null: the session ended. */
    set: (tokens: Tokens | null) => void | Promise<void>;
  };
}

const csrf = { "X-Pacspace-CSRF": "1" };
const tokenCookie = /^(?:__Host-)?foyer_(access|refresh)=([^;]*)/;

/** Refreshes once and retries on 401 `UNAUTHENTICATED`. Concurrent requests share a refresh. Throws `ApiError`. */
export function createClient(options: CookieOptions | BearerOptions) {
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const baseUrl = `${options.baseUrl.replace(/\/+$/, "")}/dashboard/auth`;
  const tokens = options.mode === "bearer" ? options.tokens : null;

  const send = (method: "GET" | "POST", path: string, headers: Record<string, string>, json?: unknown) =>
    sendJson(fetch, `${baseUrl}${path}`, {
      method,
      json,
      headers: { ...(method === "GET" ? {} : csrf), ...headers },
      credentials: tokens ? "omit" : "same-origin",
    });

  const withAccess = async (): Promise<Record<string, string>> => {
    const kept = await tokens?.get();
    return kept ? { Authorization: `Bearer ${kept.accessToken}` } : {};
  };
  const withRefresh = async (): Promise<Record<string, string>> => {
    const kept = await tokens?.get();
    if (!kept) return {};
    // The server reads one name, depending on APP_URL.
    return { Cookie: `foyer_refresh=${kept.refreshToken}; __Host-foyer_refresh=${kept.refreshToken}` };
  };
  const keep = async ({ headers }: Answer): Promise<void> => {
    const found = headers.getSetCookie().map((cookie) => tokenCookie.exec(cookie));
    const accessToken = found.find((cookie) => cookie?.[1] === "access")?.[2];
    const refreshToken = found.find((cookie) => cookie?.[1] === "refresh")?.[2];
    if (accessToken && refreshToken) await tokens?.set({ accessToken, refreshToken });
  };

  const renewal = renewing(
    (answer) => answer.status === 401 && errorOf(answer).code === "UNAUTHENTICATED",
    async () => {
      if (tokens && !(await tokens.get())) return false;
      const answer = await send("POST", "/refresh-token", await withRefresh());
      if (answer.status === 401) {
        await tokens?.set(null);
        return false;
      }
      read(answer);
      await keep(answer);
      return true;
    },
  );
  const get = async <Data>(path: string): Promise<Data> =>
    read<Data>(await renewal.send(async () => send("GET", path, await withAccess())));

  return {
    login: async (input: LoginInput): Promise<LoginOutcome> => {
      const answer = await send("POST", "/login", {}, input);
      const outcome = read<LoginOutcome>(answer);
      await keep(answer);
      return outcome;
    },
    profile: () => get<Profile>("/profile"),
    logout: async (): Promise<void> => {
      read(await send("POST", "/logout", await withRefresh()));
      await tokens?.set(null);
    },
    /** False: no refresh token, or the session ended. */
    refresh: () => renewal.renew(),
    sessions: {
      list: async (): Promise<Session[]> => (await get<{ sessions: Session[] }>("/sessions")).sessions,
    },
  };
}

export type FoyerClient = ReturnType<typeof createClient>;

/** Trusts the server's validation. */
function read<Data>(answer: Answer): Data {
  if (answer.status < 300) return (answer.body as { data: Data }).data;
  const { code, message } = errorOf(answer);
  throw apiError(answer, code, message);
}

function errorOf({ status, body }: Answer): { code: string; message: string } {
  const { error } = (body ?? {}) as { error?: Partial<{ code: string; message: string }> };
  return { code: error?.code ?? "UNKNOWN", message: error?.message ?? `Answered with ${status}` };
}
