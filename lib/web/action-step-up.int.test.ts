import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createUser, type TestUser, turnOnMfa } from "@/tests/support/factories";
import { guarded, type Input, takesPassword, unguarded } from "@/tests/support/guarded-actions";
import { digests, inhabited } from "@/tests/support/inhabited";
import { type Prover, proverOf, ways } from "@/tests/support/renewals";
import { readSources, root, type SourceFile } from "@/tests/support/source-files";
import { openBrowser } from "@/tests/support/web-request";
import type { ActionResult } from "./action-result";

const sources = new Map(readSources().map((file) => [file.path, file]));
const asks = /\b(?:requireRecentProof|requireSecondFactorBesides|requireProofOf)\(/;

const sourceOf = (to: string) => sources.get(`${to}.ts`) ?? sources.get(to);

function declarationOf(file: SourceFile, name: string): string {
  const start = `^(?:export )?(?:async )?(?:function\\*?|const) ${name}\\b`;
  return new RegExp(`${start}[\\s\\S]*?^\\}`, "m").exec(file.text)?.[0] ?? "";
}

function reachesProof(file: SourceFile, name: string, seen = new Set<string>()): boolean {
  const key = `${file.path} ${name}`;
  const text = declarationOf(file, name);
  if (seen.has(key) || file.path.startsWith("lib/core/kernel/")) return false;
  seen.add(key);
  if (asks.test(text)) return true;
  const next = file.imports.filter(({ isOurs, isTypeOnly }) => isOurs && !isTypeOnly).map(({ to }) => sourceOf(to));
  const called = [...new Set([...text.matchAll(/\b(\w+)[<(]/g)].map(([, word = ""]) => word))];
  return [file, ...next].some(
    (place) => place !== undefined && called.some((word) => word !== name && reachesProof(place, word, seen)),
  );
}

interface Found {
  name: string;
  path: string;
  exported: string;
}

function declaresStepUp(file: SourceFile, act: string): boolean {
  const [declared = ""] = new RegExp(`^export const ${act} = act\\(\\{[\\s\\S]*?^\\}\\);`, "m").exec(file.text) ?? [];
  return declared.includes("stepUp:");
}

function findGuarded(): Found[] {
  return [...sources.values()]
    .filter(({ text }) => /^["']use server["']/.test(text))
    .flatMap(({ path, text }) => {
      const imported = new Map<string, string>();
      for (const [, names = "", from = ""] of text.matchAll(
        /import \{([^}]*)\} from "@\/(lib\/(?:core|web\/sso)\/[^"]+)"/g,
      )) {
        for (const name of names.split(",").filter((each) => each.trim() !== "")) {
          imported.set(name.trim().split(" as ").at(-1) ?? "", from);
        }
      }
      const place = path.replaceAll(/app\/|\([a-z]+\)\/|\/[a-z-]*actions\.ts$/g, "");
      return [...text.matchAll(/^export const (\w+) = ((?:define|serverAction)[\s\S]*?\));$/gm)].flatMap(
        ([, exported = "", body = ""]) => {
          const used = [...imported].filter(([name]) => new RegExp(`\\b${name}\\b`).test(body));
          const isGuarded =
            asks.test(body) ||
            used.some(([name, from]) => {
              const file = sourceOf(from);
              if (file === undefined) return false;
              return declaresStepUp(file, name) || reachesProof(file, name);
            });
          return isGuarded ? [{ name: `${place} ${exported}`, path, exported }] : [];
        },
      );
    });
}

const found = findGuarded();

async function codeOf({ path, exported }: Found, raw: unknown): Promise<string> {
  const module: Record<string, unknown> = await import(/* @vite-ignore */ join(root, path));
  const act = module[exported] as (raw: unknown) => Promise<ActionResult<unknown>>;
  const result = await act(raw);
  return result.ok ? "ok" : result.error.code;
}

describe("every server action that needs step-up", { timeout: 120_000 }, () => {
  it("is in this table", () => {
    expect(found.map(({ name }) => name).sort()).toEqual([...Object.keys(guarded), ...Object.keys(unguarded)].sort());
  });

  const tried = ["nothing", "the password", "a code", "a passkey"] as const;
  const table = [false, true].flatMap((isMfaOn) =>
    tried
      .filter((name) => isMfaOn || !ways[name]?.needsMfa)
      .map((name) => ({ mfa: isMfaOn ? "on" : "off", name, way: ways[name], isMfaOn })),
  );

  it.each(table)("with MFA $mfa, after $name: goes by the factor that this account needs", async ({ way, isMfaOn }) => {
    if (!way) throw new Error("There is no such way to prove an account");
    const world = await inhabited();
    const { test } = world;
    const late = async (user: TestUser): Promise<Prover> =>
      proverOf(test, isMfaOn ? { ...user, ...(await turnOnMfa(test.ctx, user.id)) } : user);
    const owner = await late(world.owner);
    const admin = await late(await createUser(test, { name: "Ada Late", isAdmin: true }));
    test.clock.advance({ minutes: 11 });
    for (const prover of [owner, admin]) await way.prove(prover, isMfaOn);
    const isProven = isMfaOn ? way.second : way.first;

    const browser = openBrowser(test);
    browser.headers.set("x-forwarded-for", "203.0.113.7");
    const { attempt_budgets: _counted, ...before } = await digests(test);
    const wrong: string[] = [];
    for (const [name, input] of inOrder(isProven)) {
      const action = found.find((one) => one.name === name);
      if (!action) throw new Error(`${name} asks for no proof any longer`);
      const prover = name.startsWith("account/") ? owner : admin;
      browser.jar.clear();
      // An act renews cookies of this session only.
      for (const [cookie, value] of prover.api.cookies) browser.jar.set(cookie, value);
      const code = await codeOf(action, await input(world, prover.user));
      for (const [cookie, value] of browser.jar) prover.api.cookies.set(cookie, value);
      const proves = isProven || (!isMfaOn && takesPassword.includes(name));
      const fits = !isDue(name, isMfaOn)
        ? code.startsWith("mfa_")
        : proves
          ? !["step_up_required", "unauthenticated", "validation_failed"].includes(code)
          : code === "step_up_required";
      if (!fits) wrong.push(`${name}: ${code}`);
    }
    expect(wrong).toEqual([]);
    if (!isProven && isMfaOn) expect(await digests(test)).toMatchObject(before);
  });

  /** Changing the password would prove the session. */
  function inOrder(isProven: boolean): [string, Input][] {
    const acts = Object.entries(guarded);
    const last = isProven ? "account/security endAllSessions" : "account/security choosePassword";
    const isOfOwner = (name: string) => name.startsWith("account/");
    const placeOf = ([name]: [string, Input]) => (name === last ? 1 : isOfOwner(name) ? 0 : 2);
    return acts.toSorted((one, other) => placeOf(one) - placeOf(other));
  }

  function isDue(name: string, isMfaOn: boolean): boolean {
    if (name === "account/security startMfa") return !isMfaOn;
    return name !== "account/security newRecoveryCodes" || isMfaOn;
  }
});
