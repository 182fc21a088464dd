import { describe, expect, it } from "vitest";
import { defaultBuyerModes } from "@/lib/values/buyer-mode";
import { BadEnvironment, parseEnv } from "./env";
import { ssoProvidersOf } from "./sso";

function refusalOf(variables: Record<string, string>): string {
  try {
    parseEnv(variables);
  } catch (thrown) {
    if (thrown instanceof BadEnvironment) return thrown.message;
    throw thrown;
  }
  throw new Error("The configuration was accepted");
}

describe("without any variable", () => {
  it("serves this machine only, with everything else decided", () => {
    expect(parseEnv({})).toEqual({
      NODE_ENV: "production",
      PORT: 3000,
      HOST: "127.0.0.1",
      APP_URL: "http://localhost:3000",
      APP_NAME: "Foyer",
      WEBHOOK_ALLOW_PRIVATE: "off",
      WELCOME_TEXT: "",
      DATA_DIR: ".data",
      DB_POOL_MAX: 20,
      MAIL_FROM: "Foyer <foyer@localhost>",
      OIDC_NAME: "SSO",
      OIDC_MFA: "off",
      OIDC_TRUST_EMAIL: "off",
      SIGNUP: "approval",
      CONFIRM_REQUESTS: "off",
      BUYER_MODES: [...defaultBuyerModes],
      TRUSTED_PROXY_HOPS: 0,
      MFA_RESET_DELAY_HOURS: 24,
      COMPAT_APIS: "all",
      COMPAT_HOSTS: [],
      PWNED_PASSWORDS: "off",
      PWNED_PASSWORDS_URL: "https://api.pwnedpasswords.com",
      RATE_LIMIT_SCALE: 1,
      LOG_LEVEL: "info",
      ALLOW_INSECURE_HTTP: "no",
    });
  });

  it("takes an empty variable for an absent one, and lets a present one win over the start's defaults", () => {
    expect(parseEnv({ PORT: "", AUTH_SECRET: "" })).toEqual(parseEnv({}));
    expect(parseEnv({ PORT: "" }, { PORT: "4000" }).PORT).toBe(4000);
    expect(parseEnv({ PORT: "5000" }, { PORT: "4000" }).PORT).toBe(5000);
  });
});

describe("the address that people open", () => {
  it("must be said when more than this machine can reach the server", () => {
    for (const HOST of ["0.0.0.0", "::", "192.168.0.4"]) {
      expect(refusalOf({ HOST })).toMatch(/HOST is .* set APP_URL to the address/);
      expect(parseEnv({ HOST, APP_URL: "https://foyer.example" }).APP_URL).toBe("https://foyer.example");
    }
    expect(parseEnv({ HOST: "::1", PORT: "8080" }).APP_URL).toBe("http://localhost:8080");
  });

  it("is https: in public, unless the network is trusted on purpose", () => {
    const variables = { HOST: "0.0.0.0", APP_URL: "http://foyer.example" };
    expect(refusalOf(variables)).toMatch(/APP_URL is http: .* ALLOW_INSECURE_HTTP=yes/);
    expect(refusalOf({ ...variables, ALLOW_INSECURE_HTTP: "no" })).toMatch(/APP_URL/);
    expect(parseEnv({ ...variables, ALLOW_INSECURE_HTTP: "yes" }).APP_URL).toBe("http://foyer.example");
    expect(parseEnv({ HOST: "0.0.0.0", APP_URL: "http://localhost:3000" }).APP_URL).toBe("http://localhost:3000");
  });

  it("is kept as an origin, and gives the mails their sender", () => {
    expect(parseEnv({ APP_URL: "https://Foyer.Example/", APP_NAME: "Front Door" })).toMatchObject({
      APP_URL: "https://foyer.example",
      MAIL_FROM: "Front Door <foyer@foyer.example>",
    });
    expect(parseEnv({ APP_URL: "http://[::1]:3000" }).MAIL_FROM).toBe("Foyer <foyer@localhost>");
    expect(parseEnv({ MAIL_FROM: "door@foyer.example" }).MAIL_FROM).toBe("door@foyer.example");
  });
});

describe("a refusal", () => {
  it.each([
    ["NODE_ENV", "staging", /production/],
    ["PORT", "seventy", /number/],
    ["PORT", "70000", /65535/],
    ["APP_URL", "foyer.example", /must be an http: or https: URL/],
    ["APP_URL", "ftp://foyer.example", /must be an http: or https: URL/],
    ["APP_URL", "https://foyer.example/app", /must be an origin, without a path/],
    ["APP_URL", "https://foyer.example/?a=b", /must be an origin, without a path/],
    ["APP_NAME", "Foyer <b>", /must be plain text/],
    ["APP_NAME", "Foyer\r\nBcc: a@evil.test", /must be plain text/],
    ["DATABASE_URL", "mysql://db/foyer", /must be a postgresql: URL/],
    ["DB_POOL_MAX", "1", /2/],
    ["REDIS_URL", "http://redis", /must be a redis: URL/],
    ["SMTP_URL", "mail.example", /must be an smtp: or smtps: URL/],
    ["MAIL_FROM", "a@foyer.example\r\nBcc: a@evil.test", /MAIL_FROM/],
    ["SIGNUP", "closed", /approval.*open/],
    ["CONFIRM_REQUESTS", "yes", /on.*off/],
    ["BUYER_MODES", "direct", /must be uppercase names, separated by commas/],
    ["BUYER_MODES", " , ", /BUYER_MODES/],
    ["TRUSTED_PROXY_HOPS", "-1", /0/],
    ["TRUSTED_PROXY_HOPS", "all", /number/],
    ["RATE_LIMIT_SCALE", "0", /0/],
    ["LOG_LEVEL", "loud", /info/],
    ["ALLOW_INSECURE_HTTP", "true", /yes.*no/],
  ])("of %s=%j names the variable and says why", (name, value, reason) => {
    const message = refusalOf({ [name]: value });
    expect(message).toContain(name);
    expect(message).toMatch(reason);
    expect(message).not.toMatch(/[\r\n]/);
  });

  it.each([
    ["AUTH_SECRET", "hush-hush", /at least 32 characters/],
    ["AUTH_SECRET_PREVIOUS", "hush-hush", /at least 32 characters/],
    ["SETUP_TOKEN", "hush-hush", /at least 16 characters/],
    ["ADMIN_PASSWORD", "hush", /at least 8 characters/],
    ["DATABASE_URL", "mysql://foyer:hush-hush@db/foyer", /postgresql/],
    ["REDIS_URL", "http://:hush-hush@redis", /redis/],
    ["SMTP_URL", "http://foyer:hush-hush@mail", /smtp/],
    ["RESEND_BASE_URL", "ftp://hush-hush@resend", /RESEND_BASE_URL/],
  ])("of %s never repeats its value", (name, value, reason) => {
    const message = refusalOf({ [name]: value, RESEND_API_KEY: "re_hush-hush" });
    expect(message).toContain(name);
    expect(message).toMatch(reason);
    expect(message).not.toContain("hush");
  });

  it("names every variable that is wrong, on one line", () => {
    const message = refusalOf({ PORT: "x", LOG_LEVEL: "y", AUTH_SECRET: "z" });
    expect(message).toMatch(/^Configuration: PORT: .*\. AUTH_SECRET: .*\. LOG_LEVEL: .*$/);
  });
});

it("reads buyer modes as a list", () => {
  expect(parseEnv({ BUYER_MODES: "DIRECT, RESELLER_2 ,," }).BUYER_MODES).toEqual(["DIRECT", "RESELLER_2"]);
});

describe("single sign-on", () => {
  it.each([
    [{ GOOGLE_CLIENT_ID: "id" }, "GOOGLE_CLIENT_ID without GOOGLE_CLIENT_SECRET"],
    [{ GITHUB_CLIENT_SECRET: "hush" }, "GITHUB_CLIENT_SECRET without GITHUB_CLIENT_ID"],
    [{ OIDC_ISSUER: "https://id.example" }, "OIDC_ISSUER without OIDC_CLIENT_ID and OIDC_CLIENT_SECRET"],
    [{ OIDC_CLIENT_ID: "id", OIDC_CLIENT_SECRET: "hush" }, "OIDC_CLIENT_ID and OIDC_CLIENT_SECRET without OIDC_ISSUER"],
  ])("%j does not start, and says what is missing", (variables, reason) => {
    expect(refusalOf(variables)).toBe(`Configuration: ${reason}. Set all of them or none`);
  });

  it("is on for whoever is configured, under the name that the operator gives", () => {
    expect(ssoProvidersOf(parseEnv({}))).toEqual([]);
    const github = { GITHUB_CLIENT_ID: "id", GITHUB_CLIENT_SECRET: "secret" };
    const oidc = { OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "id", OIDC_CLIENT_SECRET: "secret" };
    expect(ssoProvidersOf(parseEnv({ ...github, ...oidc, OIDC_NAME: "Acme ID" }))).toEqual([
      { id: "github", name: "GitHub" },
      { id: "oidc", name: "Acme ID" },
    ]);
  });
});

it.each([
  [{ AUTH_SECRET: "short" }, /AUTH_SECRET: must have at least 32 characters/],
  [{ AUTH_SECRET_PREVIOUS: "x".repeat(31) }, /AUTH_SECRET_PREVIOUS: must have at least 32 characters/],
  [{ SETUP_TOKEN: "guess me" }, /SETUP_TOKEN: must have at least 16 characters/],
  [{ APP_URL: "http://foyer.example", HOST: "0.0.0.0" }, /APP_URL is http: on a public address/],
  [{ HOST: "0.0.0.0" }, /set APP_URL to the address/],
  [{ APP_URL: "ftp://foyer.example" }, /APP_URL: must be an http: or https: URL/],
  [{ DATABASE_URL: "mysql://localhost/foyer" }, /DATABASE_URL: must be a postgresql: URL/],
])("refuses to start with %j, in one clear line without the value", (variables, reason) => {
  const said = refusalOf({ NODE_ENV: "production", ...variables });
  expect(said).toMatch(reason);
  expect(said).not.toContain("\n");
  for (const secret of ["short", "x".repeat(31), "guess me"]) expect(said).not.toContain(secret);
});
