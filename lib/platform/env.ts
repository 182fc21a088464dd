import { z } from "zod";
import { defaultBuyerModes } from "@/lib/values/buyer-mode";
import { compatApis } from "@/lib/values/compat-apis";
import { canonicalEmail } from "@/lib/values/email";
import { connectionUrlProblem } from "./connection-url";
import { isLoopback } from "./loopback";
import { formatSender, readSender } from "./mail/sender";

/** docs/configuration.md lists the same variables. */
const port = z.coerce.number().int().min(0).max(65_535);
const listOf = (separator: string) =>
  z.string().transform((text) =>
    text
      .split(separator)
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  );
/** Never repeats the value, which may hold a password. */
const connectionUrl = (protocol: RegExp, mustBe: string) =>
  z.string().superRefine((text, context) => {
    const problem = connectionUrlProblem(text, protocol, mustBe);
    if (problem) context.addIssue({ code: "custom", message: problem });
  });
const webUrl = z
  .url({ protocol: /^https?$/, error: "must be an http: or https: URL", abort: true })
  .refine((url) => new URL(url).pathname === "/" && !new URL(url).search, "must be an origin, without a path")
  .transform((url) => new URL(url).origin);

const idTokenAlgorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "HS256",
  "HS384",
  "HS512",
] as const;

const compatApiSchema = z.enum(compatApis, "must be one or more of balance, panguard, pandora, quazzar");
/** `auth.panguard.ai=panguard`, optionally with a port. */
const compatHostSchema = z
  .string()
  .regex(/^[a-z0-9.-]+(?::\d+)?=[a-z]+$/i, "must be host=api pairs, separated by commas")
  .transform((pair) => {
    const [host = "", api = ""] = pair.split("=");
    return { host, api };
  })
  .pipe(z.object({ host: z.string(), api: compatApiSchema }));

const schema = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  PORT: port.default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  APP_URL: webUrl.optional(),
  /** on: everyone who reaches APP_URL reads all emails. off: nobody. */
  DEV_MAILBOX: z.enum(["on", "off"]).optional(),
  APP_NAME: z
    .string()
    .min(1)
    .max(60)
    .regex(/^[^\p{Cc}<>"]+$/u, "must be plain text")
    .default("Foyer"),
  WELCOME_TEXT: z.string().max(2000).default(""),
  DATABASE_URL: connectionUrl(/^postgres(ql)?:$/, "must be a postgresql: URL").optional(),
  DATA_DIR: z.string().min(1).default(".data"),
  DB_POOL_MAX: z.coerce.number().int().min(2).max(200).default(20),
  AUTH_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  AUTH_SECRET_PREVIOUS: z.string().min(32, "must have at least 32 characters").optional(),
  SETUP_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
  REDIS_URL: connectionUrl(/^rediss?:$/, "must be a redis: URL").optional(),
  RESEND_API_KEY: z.string().min(1).optional(),
  RESEND_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  SMTP_URL: connectionUrl(/^smtps?:$/, "must be an smtp: or smtps: URL").optional(),
  MAIL_FROM: z
    .string()
    .max(200)
    .transform((typed) => readSender(typed) ?? "")
    .pipe(z.string().min(1, 'must be an email address, or a name with one: "Acme" <door@acme.example>'))
    .optional(),
  GOOGLE_CLIENT_ID: z.string().min(1).optional(),
  GOOGLE_CLIENT_SECRET: z.string().min(1).optional(),
  GITHUB_CLIENT_ID: z.string().min(1).optional(),
  GITHUB_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: "must be an http: or https: URL" }).optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_NAME: z
    .string()
    .max(40)
    .regex(/^[^\p{Cc}<>"]+$/u, "must be plain text")
    .default("SSO"),
  OIDC_MFA: z.enum(["on", "off"]).default("off"),
  OIDC_ID_TOKEN_ALG: z.enum(idTokenAlgorithms).optional(),
  /** Ignores the issuer's `email_verified`. */
  OIDC_TRUST_EMAIL: z.enum(["on", "off"]).default("off"),
  SIGNUP: z.enum(["approval", "open"]).default("approval"),
  COMPAT_APIS: z
    .union([z.literal("all"), z.literal("none"), listOf(",").pipe(z.array(compatApiSchema))])
    .default("all"),
  COMPAT_SIGNUP: z.enum(["approval", "open"]).optional(),
  COMPAT_HOSTS: listOf(",").pipe(z.array(compatHostSchema)).default([]),
  OWNER_EMAIL: z
    .string()
    .transform((typed): string => canonicalEmail(typed) ?? "")
    .pipe(z.string().min(1, "must be an email address"))
    .optional(),
  CONFIRM_REQUESTS: z.enum(["on", "off"]).default("off"),
  BUYER_MODES: listOf(",")
    .pipe(z.array(z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, "must be uppercase names, separated by commas")).min(1))
    .default([...defaultBuyerModes]),
  /** Allows private networks and http. */
  WEBHOOK_ALLOW_PRIVATE: z.enum(["on", "off"]).default("off"),
  /** Sends hash prefixes to Have I Been Pwned. */
  PWNED_PASSWORDS: z.enum(["on", "off"]).default("off"),
  PWNED_PASSWORDS_URL: z
    .url({ protocol: /^https?$/, error: "must be an http: or https: URL" })
    .default("https://api.pwnedpasswords.com"),
  MFA_RESET_DELAY_HOURS: z.coerce.number().min(0).max(720).default(24),
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  /** Without one, /metrics answers only this machine, and only on a local instance. */
  METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
  RATE_LIMIT_SCALE: z.coerce.number().positive().default(1),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  /** Generated if absent. */
  ADMIN_PASSWORD: z.string().min(8, "must have at least 8 characters").optional(),
  ALLOW_INSECURE_HTTP: z.enum(["yes", "no"]).default("no"),
});

const together = [
  ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"],
  ["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"],
  ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"],
] as const;

export type Env = Omit<z.output<typeof schema>, "APP_URL" | "MAIL_FROM"> & {
  /** Without a trailing slash. */
  APP_URL: string;
  MAIL_FROM: string;
};

/** Its message is one line without secret values. */
export class BadEnvironment extends Error {}

/**
 * Trims values because secrets read from files often end with a line break. Empty variables count as absent. Throws
 * BadEnvironment.
 */
export function parseEnv(
  variables: Record<string, string | undefined> = process.env,
  defaults: Record<string, string> = {},
): Env {
  const present = Object.entries(variables)
    .map(([name, value]) => [name, value?.trim()] as const)
    .filter(([, value]) => value !== undefined && value !== "");
  const given = { ...defaults, ...Object.fromEntries(present) };
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new BadEnvironment(`Configuration: ${[...new Set(problems)].join(". ")}`);
  }
  const env = parsed.data;
  for (const names of together) {
    const missing = names.filter((name) => env[name] === undefined);
    if (missing.length === 0 || missing.length === names.length) continue;
    const present = names.filter((name) => env[name] !== undefined);
    throw new BadEnvironment(
      `Configuration: ${present.join(" and ")} without ${missing.join(" and ")}. Set all of them or none`,
    );
  }
  if (!env.APP_URL && !isLoopback(env.HOST)) {
    throw new BadEnvironment(
      `Configuration: HOST is ${env.HOST}, so set APP_URL to the address where people open Foyer. If your shell set HOST, unset it`,
    );
  }
  const appUrl = env.APP_URL ?? `http://localhost:${env.PORT}`;
  const { protocol, hostname } = new URL(appUrl);
  if (protocol === "http:" && !isLoopback(hostname) && env.ALLOW_INSECURE_HTTP === "no") {
    throw new BadEnvironment(
      "Configuration: APP_URL is http: on a public address, so anyone on the network can read passwords. Use https:, or set ALLOW_INSECURE_HTTP=yes on a network that you trust",
    );
  }
  return {
    ...env,
    APP_URL: appUrl,
    MAIL_FROM: env.MAIL_FROM ?? formatSender(env.APP_NAME, `foyer@${hostname.replace(/^\[.*\]$/, "localhost")}`),
  };
}
