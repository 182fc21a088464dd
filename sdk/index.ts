import type { z } from "zod";
import type * as schemas from "../lib/api/pacspace/schemas";
import type { logInSchema } from "../lib/values/forms";
import { renewing } from "./renewal";
import { type Answer, ApiError, type Fetch, refusalOf, sendJson } from "./request";

export { ApiError };

/** As the native API's own schemas have them. */
export type Profile = z.output<typeof schemas.profileSchema>;
export type Session = z.output<typeof schemas.sessionSchema>;
/** Signed in, or a ticket for the second step: then call `login` again with `code`. */
export type LoginOutcome = z.output<typeof schemas.logInDataSchema>;
export type LoginInput = z.input<typeof logInSchema>;

export interface Tokens {
  accessToken: string;
  refreshToken: string;
}

interface CommonOptions {
  /** Where Foyer lives, such as `https://app.example.com`. */
  baseUrl: string;
  /** In place of the global one. */
  fetch?: Fetch;
}

/** In a browser on Foyer's own origin: the session lives in its HttpOnly cookies. */
export interface CookieOptions extends CommonOptions {
  mode: "cookie";
}

/** In a program: no cookie jar is needed, the tokens are kept by the caller. Browsers hide them, so not there. */
export interface BearerOptions extends CommonOptions {
  mode: "bearer";
  tokens: {
    get: () => Tokens | null | Promise<Tokens | null>;
    /** Null: the session is over. */
    set: (tokens: Tokens | null) => void | Promise<void>;
  };
}

const csrf = { "X-Pacspace-CSRF": "1" };
const tokenCookie = /^(?:__Host-)?foyer_(access|refresh)=([^;]*)/;

/**
 * A client of the native API. A request that is answered 401 `UNAUTHENTICATED` is sent once more after a refresh;
 * requests that expire together share one refresh. Everything that is refused is thrown as an `ApiError`.
 */
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
  /** Refreshing and signing out go by the refresh token, which travels as a cookie even without a jar. */
  const withRefresh = async (): Promise<Record<string, string>> => {
    const kept = await tokens?.get();
    if (!kept) return {};
    // Which name the server listens to depends on its own address: the other one is ignored.
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
    /** Ends this session, whether its access token is still alive or not. */
    logout: async (): Promise<void> => {
      read(await send("POST", "/logout", await withRefresh()));
      await tokens?.set(null);
    },
    /** Refreshes now. False: there is nothing to refresh with, or the session is over. */
    refresh: () => renewal.renew(),
    sessions: {
      list: async (): Promise<Session[]> => (await get<{ sessions: Session[] }>("/sessions")).sessions,
    },
  };
}

export type FoyerClient = ReturnType<typeof createClient>;

/** The server's schemas have checked the data on the other side; it is not checked twice. */
function read<Data>(answer: Answer): Data {
  if (answer.status < 300) return (answer.body as { data: Data }).data;
  const { code, message } = errorOf(answer);
  throw refusalOf(answer, code, message);
}

function errorOf({ status, body }: Answer): { code: string; message: string } {
  const { error } = (body ?? {}) as { error?: Partial<{ code: string; message: string }> };
  return { code: error?.code ?? "UNKNOWN", message: error?.message ?? `Refused with ${status}` };
}
