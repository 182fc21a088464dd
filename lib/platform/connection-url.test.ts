import { describe, expect, it } from "vitest";
import { BadEnvironment, parseEnv } from "./env";

function problemOf(variables: Record<string, string>): string | null {
  try {
    parseEnv(variables);
    return null;
  } catch (thrown) {
    if (thrown instanceof BadEnvironment) return thrown.message;
    throw thrown;
  }
}

const urls: [name: string, url: (password: string) => string][] = [
  ["DATABASE_URL", (password) => `postgresql://foyer:${password}@db.example:5432/foyer`],
  ["SMTP_URL", (password) => `smtp://foyer:${password}@mail.example:587`],
  ["REDIS_URL", (password) => `redis://foyer:${password}@redis.example:6379`],
];

describe.each(urls)("the password in %s", (name, url) => {
  it.each(["hush#hush", "hush/hush", "hush?hush", "hush%hush", "12/hush"])(
    "must be percent-encoded, and isn't repeated: %s",
    (password) => {
      const problem = problemOf({ [name]: url(password) });
      expect(problem).toMatch(new RegExp(`${name}: .*Percent-encode .*# is %23`));
      expect(problem).not.toContain("hush");
    },
  );

  it.each(["pa#ss", "pa/ss", "pa?ss", "pa%ss", "pa@ss", "pä ss"])("may be %s in encoded form", (password) => {
    expect(problemOf({ [name]: url(encodeURIComponent(password)) })).toBeNull();
  });

  it("may have characters that a URL can hold", () => {
    for (const password of ["pa:ss", "pa@ss", "pa!$&'()*+,;=ss", "pä ss"]) {
      expect(problemOf({ [name]: url(password) })).toBeNull();
    }
  });
});

describe("blanks and line breaks around a value", () => {
  const variables = {
    APP_URL: "https://foyer.example",
    AUTH_SECRET: "a secret of more than thirty-two characters",
    SETUP_TOKEN: "0123456789abcdef",
    OIDC_ISSUER: "https://id.example",
    OIDC_CLIENT_ID: "foyer",
    OIDC_CLIENT_SECRET: "hush",
    RESEND_API_KEY: "re_hush",
    SMTP_URL: "smtp://mail.example",
    PORT: "4000",
  };

  it.each(["\n", "\r\n", " ", "\t"])("don't count: %j", (blank) => {
    const padded = Object.entries(variables).map(([name, value]) => [name, `${blank}${value}${blank}`]);
    expect(parseEnv(Object.fromEntries(padded))).toEqual(parseEnv(variables));
  });

  it("leave an empty variable unset", () => {
    expect(parseEnv({ PORT: " \n" })).toEqual(parseEnv({}));
  });
});
