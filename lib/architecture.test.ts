import { describe, expect, it } from "vitest";
import { readSources, type SourceFile } from "@/lib/testing/source-files";

/** The table of docs/extend.md: what each room may import of ours, and what it must never import from outside. */
interface Room {
  name: string;
  files: RegExp;
  mayImport: RegExp[];
  /** Only as `import type`: gone when the code runs. */
  mayImportTypes?: RegExp[];
  outside: { allow: RegExp } | { never: RegExp };
}

const values = /^lib\/values\//;
const core = /^lib\/core\//;
const platform = /^lib\/platform\//;
const web = /^lib\/web\//;
const api = /^lib\/api\//;
const apiHttp = /^lib\/api\/http\//;
const components = /^components\//;
const messages = /^messages\//;
const generated = /^generated\/prisma\//;
const frameworks = /^(next|next-auth|react|react-dom|hono|@hono)(\/|$)/;

const rooms: Room[] = [
  { name: "values", files: values, mayImport: [values], outside: { allow: /^zod$/ } },
  {
    name: "core",
    files: core,
    mayImport: [core, values],
    mayImportTypes: [generated],
    outside: { allow: /^(zod|otplib|qrcode|uuid|node:crypto|@simplewebauthn\/server(\/helpers)?)$/ },
  },
  {
    name: "platform",
    files: platform,
    mayImport: [platform, core, values, generated, messages],
    outside: { never: /^(next|next-auth|hono|@hono)(\/|$)/ },
  },
  {
    name: "API http steps",
    files: apiHttp,
    mayImport: [apiHttp, core, values],
    outside: { never: /^(next|next-auth|react|react-dom)(\/|$)/ },
  },
  {
    name: "API mounts",
    files: /^lib\/api\/[^/]+\.ts$/,
    mayImport: [api, core, values],
    outside: { never: /^(next|next-auth|react|react-dom)(\/|$)/ },
  },
  {
    name: "web",
    files: web,
    mayImport: [web, core, platform, values, messages],
    outside: { never: /^(hono|@hono|pg|@prisma)(\/|$)/ },
  },
  {
    name: "API mounts in app",
    files: /^app\/(?:(?:dashboard|compat)\/.*\/route|docs\/documents)\.ts$/,
    mayImport: [api, platform, web],
    outside: { never: /^(pg|@prisma)(\/|$)/ },
  },
  {
    name: "app",
    files: /^app\//,
    mayImport: [/^app\//, core, web, values, components],
    outside: { never: /^(hono|@hono|pg|@prisma|graphile-worker)(\/|$)/ },
  },
  {
    name: "components",
    files: components,
    mayImport: [components, values],
    mayImportTypes: [core, web],
    outside: { never: /^(node:.*|hono|@hono.*|pg|@prisma.*|next\/headers|next\/server|next-auth(\/.*)?|server-only)$/ },
  },
  // Runs where the server does not: of the server it knows the types, which are gone when the code runs.
  { name: "sdk", files: /^sdk\//, mayImport: [/^sdk\//], mayImportTypes: [values, api], outside: { allow: /^zod$/ } },
  { name: "examples", files: /^examples\//, mayImport: [/^sdk\//], outside: { allow: /^$/ } },
];

const sources = readSources();
const isTest = (file: SourceFile) => /\.test\.tsx?$/.test(file.path) || file.path.startsWith("lib/testing/");
const product = sources.filter((file) => !isTest(file) && !file.path.startsWith("e2e/"));

/** Each API is a room of its own: it sees the shared steps and itself, never another API. */
function roomOf(path: string): Room | undefined {
  const ownApi = /^lib\/api\/(?!http\/)([^/]+)\//.exec(path)?.[1];
  if (!ownApi) return rooms.find((room) => room.files.test(path));
  return {
    name: `API ${ownApi}`,
    files: api,
    mayImport: [new RegExp(`^lib/api/${ownApi}/`), apiHttp, core, values],
    outside: { never: /^(next|next-auth|react|react-dom)(\/|$)/ },
  };
}

function violations(file: SourceFile): string[] {
  const room = roomOf(file.path);
  if (!room) return [];
  const isAllowed = ({ to, isOurs, isTypeOnly }: SourceFile["imports"][number]) => {
    if (!isOurs) return "allow" in room.outside ? room.outside.allow.test(to) : !room.outside.never.test(to);
    if (/\.css$/.test(to)) return true;
    return [...room.mayImport, ...(isTypeOnly ? (room.mayImportTypes ?? []) : [])].some((may) => may.test(to));
  };
  return file.imports
    .filter((imported) => !isAllowed(imported))
    .map(({ to }) => `${file.path} (${room.name}) imports ${to}`);
}

describe("the rooms", () => {
  it("import only what the table allows", () => {
    expect(product.flatMap(violations)).toEqual([]);
  });

  it("knows every folder of lib", () => {
    const strangers = product.filter(({ path }) => path.startsWith("lib/") && !roomOf(path)).map(({ path }) => path);
    expect(strangers).toEqual([]);
  });

  it("keep test code out of the product", () => {
    const guilty = product.filter(({ imports }) => imports.some(({ to }) => /^(lib\/testing\/|e2e\/|vitest)/.test(to)));
    expect(guilty.map(({ path }) => path)).toEqual([]);
  });

  it("read no environment and no wall clock in the core", () => {
    const impure = /process\.env|Date\.now\(\)|new Date\(\)|performance\.now|setTimeout|fetch\(/;
    const guilty = product.filter(({ path, text }) => core.test(path) && impure.test(text));
    expect(guilty.map(({ path }) => path)).toEqual([]);
  });

  it("read the environment in one place", () => {
    const allowed = /^(lib\/platform\/env\.ts|server\.ts|scripts\/.*|[^/]+\.config\.ts)$/;
    const guilty = product.filter(({ path, text }) => !allowed.test(path) && /process\.env\b/.test(text));
    expect(guilty.map(({ path }) => path)).toEqual([]);
  });

  it("ask one place whether only this machine can reach the server", () => {
    // Beside that place: the parsing of HOST and APP_URL, where webhooks may lead, and where a database is.
    const mayImport = /^(lib\/platform\/(env|local-access|webhooks\/sender)\.ts|prisma\/seed\.ts)$/;
    const helper = ["lib/platform/loopback"];
    const importers = product.filter(({ imports }) => imports.some(({ to }) => helper.includes(to)));
    expect(importers.map(({ path }) => path).filter((path) => !mayImport.test(path))).toEqual([]);
    // To listen there, and to ask the server there how it is.
    const mayRead = /^(lib\/platform\/(env|local-access)\.ts|server\.ts|prisma\/doctor\.ts)$/;
    const readers = product.filter(({ text }) => /\.HOST\b|[{,]\s*HOST\s*[,}=]|\["HOST"\]/.test(text));
    expect(readers.map(({ path }) => path).filter((path) => !mayRead.test(path))).toEqual([]);
    const facts = /\b(?:localHeader|mailboxHeader)\b|x-foyer-(?:local|mailbox)/;
    const mayKnow = /^lib\/(values\/local-access|platform\/server\/incoming|web\/config|api\/http\/request-meta)\.ts$/;
    const knowers = product.filter(({ text }) => facts.test(text));
    expect(knowers.map(({ path }) => path).filter((path) => !mayKnow.test(path))).toEqual([]);
  });

  it("connect to the database in one place, where every session gets its time zone and limits", () => {
    const guilty = product.filter(({ text }) => /new (?:pg\.)?(?:Pool|Client)\(/.test(text)).map(({ path }) => path);
    expect(guilty).toEqual(["lib/platform/database/connections.ts"]);
  });

  it("know no web framework below lib/web and lib/api", () => {
    const below = product.filter(({ path }) => values.test(path) || core.test(path));
    const guilty = below.filter(({ imports }) => imports.some(({ to, isOurs }) => !isOurs && frameworks.test(to)));
    expect(guilty.map(({ path }) => path)).toEqual([]);
  });
});

describe("guesses", () => {
  const inCore = product.filter(({ path }) => core.test(path));

  it("are counted in one place, which everything that asks for a password or a code goes through", () => {
    const budget = inCore.filter(({ imports }) => imports.some(({ to }) => /\/attempt-(budget|sources)$/.test(to)));
    expect(budget.map(({ path }) => path).filter((path) => !path.startsWith("lib/core/login/attempt"))).toEqual([]);
    const tables = inCore.filter(({ text }) => /\battemptBudget\.|\battempt_budgets\b/.test(text));
    const allowed = /^lib\/core\/login\/attempt(-budget|-sources)?\.ts$/;
    expect(tables.map(({ path }) => path).filter((path) => !allowed.test(path))).toEqual([]);
  });

  it("compare no password and take no code without an attempt", () => {
    const comparing = inCore.filter(({ text }) => /\bhasher\.verify\(/.test(text)).map(({ path }) => path);
    expect(comparing).toEqual(["lib/core/login/verify-password.ts"]);
    const taking = inCore.filter(({ text }) =>
      /\b(?:consumeCode\?\.\(|consumeTotpCode\(|consumeRecoveryCode\()/.test(text),
    );
    expect(taking.map(({ path }) => path).sort()).toEqual([
      "lib/core/mfa/consume-second-factor.ts",
      "lib/core/mfa/recovery-codes/recovery-codes.ts",
      "lib/core/mfa/totp/method.ts",
      "lib/core/mfa/totp/totp.ts",
    ]);
  });
});

describe("server actions", () => {
  it("are all made by define…Action or serverAction, so that none forgets who may call it", () => {
    const exported =
      /^export\s+(?!const \w+ = (?:define(?:Public|User|Reviewer|Admin)Action|serverAction)\b|type\b|interface\b).*$/gm;
    const guilty = product
      .filter(({ text }) => /^["']use server["']/.test(text))
      .flatMap(({ path, text }) => (text.match(exported) ?? []).map((line) => `${path}: ${line}`));
    expect(guilty).toEqual([]);
  });

  it("are never declared inside another function", () => {
    const guilty = product.filter(({ text }) => /\n\s+["']use server["']/.test(text));
    expect(guilty.map(({ path }) => path)).toEqual([]);
  });
});

describe("files", () => {
  it("have at most 300 lines", () => {
    const long = sources
      .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });

  it("carry no barrels and no drawers", () => {
    const names = /(^|\/)(index|utils|helpers|misc|common|manager)\.(ts|tsx|mjs)$/;
    // The one index is what the package answers to as "foyer/sdk".
    const found = sources.map(({ path }) => path).filter((path) => names.test(path));
    expect(found.filter((path) => path !== "sdk/index.ts")).toEqual([]);
  });

  it("hide nothing from the compiler", () => {
    // The rule, not a breach of it: the pattern names what nobody may write, and does not match its own text.
    const guilty = sources.filter(({ text }) => /@ts-(ignore|nocheck|expect-error)|\bas any\b/.test(text));
    expect(guilty.map(({ path }) => path)).toEqual([]);
  });
});
