import type { TestUser } from "@/tests/support/factories";
import type { TestContext } from "@/tests/support/test-context";
import type { Outcome } from "./instances";

interface Credentials {
  email: string;
  password: string;
  code?: string;
}

/** The sign-in of each API. Pandora has the owner only. */
export function waysToSignIn({ ctx }: TestContext) {
  const coded = (name: string, code?: string) => (code === undefined ? {} : { [name]: code });
  const ways = [
    ({ code, ...given }: Credentials) => ({
      path: "/dashboard/auth/login",
      json: { ...given, ...coded("code", code) },
    }),
    ({ code, ...given }: Credentials) => ({
      path: "/compat/balance/dashboard/auth/login",
      json: { ...given, ...coded("code", code) },
    }),
    ({ code, ...given }: Credentials) => ({
      path: "/compat/panguard/api/auth/login",
      json: { ...given, ...coded("totpCode", code) },
    }),
    ({ code, ...given }: Credentials) => ({
      path: "/compat/quazzar/auth/login",
      json: { ...given, ...coded("totp_code", code) },
    }),
    ({ code, password }: Credentials) => ({
      path: "/compat/pandora/api/auth/login",
      json: { password, ...coded("code", code) },
    }),
  ];
  return {
    request(index: number, credentials: Credentials) {
      return ways[index % ways.length]?.(credentials) ?? { path: "" };
    },
    async ownPandora({ id: firstAdminId }: TestUser): Promise<void> {
      const setUpAt = ctx.clock.now();
      await ctx.db.instance.upsert({
        where: { id: 1 },
        create: { id: 1, firstAdminId, setUpAt },
        update: { firstAdminId },
      });
    },
  };
}

/** The bearer token, or the native API's cookie. */
export function opened({ body, headers }: Outcome): string {
  const [cookie] = headers.getSetCookie();
  return cookie ?? JSON.stringify(body);
}
