import { redirect } from "next/navigation";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { HasherOverloaded } from "@/lib/core/kernel/ports";
import { err, ok } from "@/lib/core/kernel/result";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { logOut } from "@/lib/core/sessions/sessions";
import { createUser, signIn } from "@/tests/support/factories";
import { testContext } from "@/tests/support/test-context";
import { holdSession, openBrowser } from "@/tests/support/web-request";
import { defineAdminAction, definePublicAction, defineUserAction } from "./define-action";

const input = z.strictObject({ name: z.string().min(1, "required").max(3, "too_long"), odd: z.string("no.such.rule") });
const valid = { name: "Jo", odd: "" };
const whoAmI = defineUserAction({ input, run: async (_ctx, actor) => ok(actor.user.id) });

function publicAction(run: () => ReturnType<Parameters<typeof definePublicAction<typeof input, unknown>>[0]["run"]>) {
  return definePublicAction({ input, limit: "requestAccess", run });
}

async function browsing(options: Parameters<typeof testContext>[0] = {}) {
  const test = await testContext(options);
  const browser = openBrowser(test);
  browser.headers.set("x-forwarded-for", "203.0.113.7");
  browser.headers.set("x-request-id", "req-42");
  return { test, browser };
}

async function signedIn(isAdmin = false) {
  const { test, browser } = await browsing();
  const user = await createUser(test, { isAdmin });
  const { session } = await signIn(test, user);
  holdSession(browser, session);
  return { test, browser, user, session };
}

describe("an action's input", () => {
  it("is rejected by field, in the reader's language, and nothing runs", async () => {
    const { browser } = await browsing();
    browser.headers.set("accept-language", "de-AT,de;q=0.9");
    const run = vi.fn(async () => ok());
    const result = await publicAction(run)({ name: "", odd: 1 });
    expect(result).toEqual({
      ok: false,
      error: {
        code: "validation_failed",
        message: "Prüfen Sie die markierten Felder.",
        fieldErrors: { name: ["Dieses Feld ist erforderlich."], odd: ["Dieser Wert ist ungültig."] },
        requestId: "req-42",
      },
    });
    expect(run).not.toHaveBeenCalled();
  });

  it("is never half accepted", async () => {
    await browsing();
    const action = publicAction(async () => ok());
    for (const raw of [null, undefined, "x", [], { ...valid, isAdmin: true }, new FormData()]) {
      expect(await action(raw)).toMatchObject({ ok: false, error: { code: "validation_failed" } });
    }
  });

  it("costs in proportion to its length when it is rejected, entries and unknown fields alike", async () => {
    await browsing();
    const listed = z.strictObject({ ids: z.array(z.uuid("required")) });
    const action = definePublicAction({ input: listed, limit: "requestAccess", run: async () => ok() });
    const shapes: Record<string, (length: number) => unknown> = {
      entries: (length) => ({ ids: Array.from({ length }, () => 0) }),
      fields: (length) => Object.fromEntries(Array.from({ length }, (_, index) => [`field${index}`, 0])),
    };
    for (const [shape, make] of Object.entries(shapes)) {
      const cost = async (length: number) => {
        const raw = make(length);
        const costs: number[] = [];
        for (let time = 0; time < 5; time += 1) {
          const before = process.cpuUsage();
          expect(await action(raw)).toMatchObject({ error: { code: "validation_failed" } });
          const { user, system } = process.cpuUsage(before);
          costs.push(user + system);
        }
        return Math.min(...costs);
      };
      await cost(2_000);
      expect((await cost(20_000)) / (await cost(2_000)), shape).toBeLessThan(35);
    }
  });

  it("counts against the limit even when it is nonsense, and then says how long to wait", async () => {
    await browsing({ limits: "counting" });
    const action = publicAction(async () => ok());
    for (let attempt = 0; attempt < 5; attempt += 1) await action(null);
    expect(await action(valid)).toMatchObject({
      error: { code: "rate_limited", retryAfterSeconds: 60, message: "Too many attempts. Try again in 60 seconds." },
    });
  });
});

describe("an error", () => {
  it("says for how long the account's codes are paused, and what still works", async () => {
    await browsing();
    const action = publicAction(async () => err("rate_limited", { retryAfterSeconds: 82_000, codesPaused: true }));
    expect(await action(valid)).toMatchObject({
      error: {
        code: "rate_limited",
        message:
          "Authentication codes are paused for another 23 hours after too many incorrect ones. Use a recovery code or a passkey instead.",
      },
    });
  });
});

describe("an action's actor", () => {
  it("is the user of the session", async () => {
    const { user } = await signedIn();
    expect(await whoAmI(valid)).toEqual({ ok: true, value: user.id });
  });

  it("is renewed once when the access token ran out while the form was open", async () => {
    const { test, browser, user, session } = await signedIn();
    test.clock.advance({ minutes: 20 });
    expect(await whoAmI(valid)).toEqual({ ok: true, value: user.id });
    expect(browser.written.map(({ name }) => name)).toEqual(["foyer_access", "foyer_refresh"]);
    expect(await whoAmI(valid)).toEqual({ ok: true, value: user.id });
    const row = await test.ctx.db.session.findUniqueOrThrow({ where: { id: session.sessionId } });
    expect(row.generation).toBe(1);
  });

  it("must be there before anything is said about the input", async () => {
    const { test, browser, session } = await signedIn();
    await logOut(test.ctx, session, nativeAudience);
    expect(await whoAmI(null)).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
    expect(browser.written).toEqual([]);
  });

  it("must be an admin where it says so", async () => {
    const action = defineAdminAction({ input, run: async (_ctx, admin) => ok(admin.admin) });
    await signedIn();
    expect(await action(valid)).toMatchObject({ ok: false, error: { code: "admin_required" } });
    await signedIn(true);
    expect(await action(valid)).toEqual({ ok: true, value: true });
  });
});

describe("an action's outcome", () => {
  it("carries what a form needs to go on", async () => {
    await browsing();
    const result = await publicAction(async () => err("login_code_invalid", { attemptsLeft: 1 }))(valid);
    expect(result).toMatchObject({ error: { attemptsLeft: 1, message: "Incorrect code. You have one attempt left." } });
  });

  it("says 'later' when the password queue is full", async () => {
    await browsing();
    const action = publicAction(() => Promise.reject(new HasherOverloaded()));
    expect(await action(valid)).toMatchObject({ error: { code: "overloaded", retryAfterSeconds: 1 } });
  });

  it("tells of a fault nothing but the id under which the log has it", async () => {
    const { test } = await browsing();
    test.log.expectProblems();
    const result = await publicAction(() => Promise.reject(new Error("column secret_42 does not exist")))(valid);
    expect(result).toMatchObject({ ok: false, error: { code: "internal", requestId: "req-42" } });
    expect(JSON.stringify(result)).not.toContain("secret_42");
    expect(test.log.problems).toMatchObject([{ level: "error", fields: { requestId: "req-42" } }]);
  });

  it("lets Next's own redirect through", async () => {
    await browsing();
    await expect(publicAction(async () => redirect("/login"))(valid)).rejects.toThrow("NEXT_REDIRECT");
  });
});
