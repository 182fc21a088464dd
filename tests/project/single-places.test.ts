import { describe, expect, it } from "vitest";
import { readSources } from "../support/source-files";

const sources = readSources();
const isTest = (path: string) => /\.test\.tsx?$/.test(path) || /^(tests|e2e)\//.test(path);
const product = sources.filter(({ path }) => !isTest(path));
const isCore = (path: string) => path.startsWith("lib/core/");

describe("the product", () => {
  it("keeps test code out", () => {
    const guilty = product.filter(({ imports }) => imports.some(({ to }) => /^(tests\/|e2e\/|vitest)/.test(to)));
    expect(guilty.map(({ path }) => path)).toEqual([]);
  });

  it("reads no environment and no wall clock in the core", () => {
    const impure = /process\.env|Date\.now\(\)|new Date\(\)|performance\.now|setTimeout|fetch\(/;
    const guilty = product.filter(({ path, text }) => isCore(path) && impure.test(text));
    expect(guilty.map(({ path }) => path)).toEqual([]);
  });

  it("reads the environment in one place", () => {
    const allowed = /^(lib\/platform\/env\.ts|server\.ts|scripts\/.*|[^/]+\.config\.ts)$/;
    const guilty = product.filter(({ path, text }) => !allowed.test(path) && /process\.env\b/.test(text));
    expect(guilty.map(({ path }) => path)).toEqual([]);
  });

  it("decides local access in one place", () => {
    // HOST, APP_URL, webhook targets and the database's host are parsed there.
    const mayImport = /^(lib\/platform\/(env|local-access|webhooks\/sender)\.ts|cli\/seed\.ts)$/;
    const helper = ["lib/platform/loopback"];
    const importers = product.filter(({ imports }) => imports.some(({ to }) => helper.includes(to)));
    expect(importers.map(({ path }) => path).filter((path) => !mayImport.test(path))).toEqual([]);
    // Listening on HOST, and the diagnostics' request.
    const mayRead = /^(lib\/platform\/(env|local-access)\.ts|server\.ts|cli\/doctor\.ts)$/;
    const readers = product.filter(({ text }) => /\.HOST\b|[{,]\s*HOST\s*[,}=]|\["HOST"\]/.test(text));
    expect(readers.map(({ path }) => path).filter((path) => !mayRead.test(path))).toEqual([]);
    const facts = /\b(?:localHeader|mailboxHeader)\b|x-foyer-(?:local|mailbox)/;
    const mayKnow = /^lib\/(values\/local-access|platform\/server\/incoming|web\/config|api\/http\/request-meta)\.ts$/;
    const knowers = product.filter(({ text }) => facts.test(text));
    expect(knowers.map(({ path }) => path).filter((path) => !mayKnow.test(path))).toEqual([]);
  });

  it("connects to the database in one place", () => {
    const guilty = product.filter(({ text }) => /new (?:pg\.)?(?:Pool|Client)\(/.test(text)).map(({ path }) => path);
    expect(guilty).toEqual(["lib/platform/database/connections.ts"]);
  });
});

describe("password and code attempts", () => {
  const inCore = product.filter(({ path }) => isCore(path));

  it("are counted in one place", () => {
    const budget = inCore.filter(({ imports }) => imports.some(({ to }) => /\/attempt-(budget|sources)$/.test(to)));
    expect(budget.map(({ path }) => path).filter((path) => !path.startsWith("lib/core/sign-in/attempt"))).toEqual([]);
    const tables = inCore.filter(({ text }) => /\battemptBudget\.|\battempt_budgets\b/.test(text));
    const allowed = /^lib\/core\/sign-in\/attempt(-budgets)?\.ts$/;
    expect(tables.map(({ path }) => path).filter((path) => !allowed.test(path))).toEqual([]);
  });

  it("are reserved before each comparison", () => {
    const comparing = inCore.filter(({ text }) => /\bhasher\.verify\(/.test(text)).map(({ path }) => path);
    expect(comparing).toEqual(["lib/core/sign-in/verify-password.ts"]);
    const taking = inCore.filter(({ text }) =>
      /\b(?:consumeCode\?\.\(|consumeTotpCode\(|consumeRecoveryCode\()/.test(text),
    );
    expect(taking.map(({ path }) => path).sort()).toEqual([
      "lib/core/sign-in/mfa/methods.ts",
      "lib/core/sign-in/mfa/recovery-codes.ts",
      "lib/core/sign-in/mfa/totp.ts",
    ]);
  });
});

describe("server actions", () => {
  it("are defined by define…Action or serverAction, with their access", () => {
    const exported =
      /^export\s+(?!const \w+ = (?:define(?:Public|User|Reviewer|Admin)Action|serverAction)\b|type\b|interface\b).*$/gm;
    const guilty = product
      .filter(({ text }) => /^["']use server["']/.test(text))
      .flatMap(({ path, text }) => (text.match(exported) ?? []).map((line) => `${path}: ${line}`));
    expect(guilty).toEqual([]);
  });

  it("are never nested in a function", () => {
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

  it("aren't barrels or catch-alls", () => {
    const names = /(^|\/)(index|utils|helpers|misc|common|manager)\.(ts|tsx|mjs)$/;
    // sdk/index.ts is the package's entry "foyer/sdk".
    const found = sources.map(({ path }) => path).filter((path) => names.test(path));
    expect(found.filter((path) => path !== "sdk/index.ts")).toEqual([]);
  });

  it("suppress no compiler error", () => {
    const guilty = sources.filter(({ text }) => /@ts-(ignore|nocheck|expect-error)|\bas any\b/.test(text));
    expect(guilty.map(({ path }) => path)).toEqual([]);
  });
});
