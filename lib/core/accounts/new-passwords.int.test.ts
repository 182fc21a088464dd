import { describe, expect, it } from "vitest";
import { createPasswordChecker } from "@/lib/platform/passwords/checker";
import { createPwnedPasswords } from "@/lib/platform/passwords/pwned-passwords";
import { createUser, registerInput, signIn, uniqueEmail } from "@/tests/support/factories";
import { expectOk } from "@/tests/support/outcomes";
import { readSources } from "@/tests/support/source-files";
import { startStubPwnedPasswords } from "@/tests/support/stub-pwned-passwords";
import { inviteTo, testTeam } from "@/tests/support/team";
import type { ErrorCode } from "../kernel/errors";
import type { Result } from "../kernel/result";
import { createAdmin, createFirstAdmin } from "../settings/setup";
import { changePassword, requestPasswordReset, resetPassword } from "./password";
import { joinWithNewAccount } from "./sign-up/join-with-new-account";
import { register } from "./sign-up/register";

type Way = (password: string) => Promise<Result<unknown, ErrorCode>>;

const knownElsewhere = "known from a breach elsewhere";
const refused = [
  ["a common one", "password1234", "password_guessable"],
  ["a common word with signs", "P@ssw0rd2026!", "password_guessable"],
  ["a sequence", "abcdefghij", "password_guessable"],
  ["a breached one", "GuitarPlayer", "password_breached"],
  ["one that Have I Been Pwned knows", knownElsewhere, "password_breached"],
] as const;

async function waysIn() {
  const pwned = await startStubPwnedPasswords();
  pwned.breached.add(knownElsewhere);
  const { test, ctx: plain, owner } = await testTeam({ config: { signup: "open" } });
  const passwords = createPasswordChecker(createPwnedPasswords({ url: pwned.url, log: plain.log }));
  const ctx = { ...plain, passwords };
  const user = await createUser(test);
  expectOk(await requestPasswordReset(ctx, { email: user.email }));
  await test.runJobs();
  const resetToken = await test.mails.lastToken(user.email, "password-reset");
  const { token: invitation } = await inviteTo(test, owner, uniqueEmail());
  const { actor } = await signIn(test, user);
  const currentPassword = user.password;
  const admin = () => ({ name: "Ada Min", email: uniqueEmail("admin"), organization: "Acme" });
  const ways: Record<string, Way> = {
    register: (password) => register(ctx, registerInput({ password })),
    resetPassword: (password) => resetPassword(ctx, { token: resetToken, password }),
    changePassword: (newPassword) => changePassword(ctx, actor, { currentPassword, newPassword }),
    joinWithNewAccount: (password) => joinWithNewAccount(ctx, { token: invitation, name: "Nia New", password }),
    createAdmin: (password) => createAdmin(ctx, { ...admin(), password }),
    createFirstAdmin: (password) => createFirstAdmin(ctx, { ...admin(), password }),
  };
  return { pwned, ways };
}

describe("a new password", () => {
  it("is refused with its reason on every way to choose one, and nothing is spent by that", async () => {
    const { pwned, ways } = await waysIn();
    const found: unknown[] = [];
    const expected: unknown[] = [];
    for (const [name, choose] of Object.entries(ways)) {
      for (const [what, password, rule] of refused) {
        const outcome = await choose(password);
        const rules = outcome.ok ? "accepted" : Object.values(outcome.error.fieldErrors ?? {}).flat();
        found.push({ name, what, rules });
        expected.push({ name, what, rules: [rule] });
      }
    }
    expect(found).toEqual(expected);
    // Order matters, since later ones end earlier sessions.
    for (const name of ["register", "joinWithNewAccount", "createFirstAdmin", "createAdmin", "changePassword"]) {
      expect((await ways[name]?.(`a good secret of ${name}`))?.ok, name).toBe(true);
    }
    await pwned.stop();
  });

  it("accepts what the service knows nothing of, and what it cannot be asked about", async () => {
    const { pwned, ways } = await waysIn();
    expectOk((await ways.register?.("nobody ever had this one")) ?? expect.fail());
    expect(pwned.requests).toHaveLength(1);
    await pwned.stop();
  });

  it("is hashed nowhere without that check", () => {
    const hashing = readSources()
      .filter(({ path, text }) => /^(lib\/(core|api|web)|app)\//.test(path) && /hasher\.hash\(/.test(text))
      .filter(({ path }) => !/\.test\.tsx?$/.test(path));
    const unchecked = hashing.filter(({ text }) => !/await checkNewPassword\(/.test(text)).map(({ path }) => path);
    // Sign-in rehashes a password that it has just verified.
    expect(unchecked).toEqual(["lib/core/sign-in/log-in.ts"]);
    expect(hashing.length).toBeGreaterThan(4);
  });
});
