import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { digests, type Inhabited, inhabited } from "@/tests/support/inhabited";
import { enrolAll, requireMfaOfAll } from "@/tests/support/required-mfa";
import { readSources, root } from "@/tests/support/source-files";
import { openBrowser } from "@/tests/support/web-request";
import type { ActionResult } from "./action-result";

type Access = "anybody" | "person" | "reviewer" | "admin";

const declared = `
anybody  app/(account)/actions.ts signOut chooseLanguage
person   app/(account)/actions.ts choosePreferredEnvironment confirmItIsMe askForProof confirmWithPasskey
person   app/(account)/account/api-keys/actions.ts newKey rotateKey revokeKey revokeAllKeys
person   app/(account)/account/data/actions.ts prepareExport deleteAccount keepAccount
person   app/(account)/account/profile/actions.ts saveProfile startEmailChange stopEmailChange
person   app/(account)/account/projects/actions.ts newProject renameProject putAside takeBack removeProject
person   app/(account)/account/security/actions.ts choosePassword startMfa finishMfa turnOffMfa newRecoveryCodes
person   app/(account)/account/security/actions.ts endSession endAllSessions keepMfa endOtherSessions
person   app/(account)/account/security/passkey-actions.ts startPasskey finishPasskey renameOnePasskey removeOnePasskey
person   app/(account)/account/security/sso-actions.ts prepareConnection prepareProof disconnect mailPasswordLink
person   app/(account)/account/team/actions.ts saveName requireMfa saveRole remove sendInvitation sendAgain withdraw handOver leave
person   app/(account)/account/team/actions.ts confirm decline addOwnDomain verifyOwnDomain removeOwnDomain
admin    app/(admin)/admin/audit/actions.ts prepareExport
admin    app/(admin)/admin/doctor/actions.ts examineFromBrowser
admin    app/(admin)/admin/mail/actions.ts retry cancel mailState sendTest sendSample
reviewer app/(admin)/admin/requests/actions.ts loadRequests loadRequest approve reject ask markDuplicate
reviewer app/(admin)/admin/requests/actions.ts undo reopen revoke resend extend copyLink snooze wake assign addNote block
reviewer app/(admin)/admin/requests/actions.ts bulk previewBulk beat previewMail sendSample prepareExport
admin    app/(admin)/admin/requests/actions.ts erase
admin    app/(admin)/admin/rules/actions.ts createRule updateRule turnRule removeRule reorderRules tryRules
admin    app/(admin)/admin/settings/actions.ts saveSettings approveWaiting createTemplate updateTemplate removeTemplate
reviewer app/(admin)/admin/settings/actions.ts saveNotices
admin    app/(admin)/admin/tenants/[id]/actions.ts change takeDomain
admin    app/(admin)/admin/users/[id]/actions.ts resetMfa cancelMfaReset deactivate reactivate changeRole
admin    app/(admin)/admin/users/[id]/actions.ts resendVerification signOutEverywhere endSession revokeKey
admin    app/(admin)/admin/webhooks/actions.ts create update rotate remove sendTest deliveryState replay replayAll
anybody  app/(public)/confirm-email-change/actions.ts confirmChange
anybody  app/(public)/confirm-request/actions.ts confirm
anybody  app/(public)/forgot-password/actions.ts sendResetLink
anybody  app/(public)/join/actions.ts joinAsNew
person   app/(public)/join/actions.ts joinAsMyself
anybody  app/(public)/keep-account/actions.ts keep
anybody  app/(public)/keep-mfa/actions.ts keep
anybody  app/(public)/login/actions.ts signIn verifyCode
anybody  app/(public)/login/link/actions.ts linkAndSignIn
person   app/(public)/login/link/actions.ts linkInSession
anybody  app/(public)/login/passkey-actions.ts askForPasskey signInWithPasskey askForSecondFactor verifyPasskey
anybody  app/(public)/not-me/actions.ts raise
anybody  app/(public)/request-access/actions.ts sendRequest
anybody  app/(public)/request/actions.ts sendAnswer sendLinkAgain choose
anybody  app/(public)/reset-password/actions.ts choosePassword
anybody  app/(public)/setup/actions.ts setUp
anybody  app/(public)/sign-in-here/actions.ts openHere
anybody  app/(public)/signup/actions.ts signUp sendNewInvitation resendVerification
anybody  app/(public)/signup/sso/actions.ts createAccount
anybody  app/(public)/undo-email-change/actions.ts undoChange
anybody  app/(public)/verify-email/actions.ts confirmEmail
`;

const table = new Map<string, Access>();
for (const line of declared.trim().split("\n")) {
  const [access = "", path = "", ...names] = line.split(/\s+/);
  for (const name of names) table.set(`${path} ${name}`, access as Access);
}

interface Found {
  name: string;
  access: Access | undefined;
  act: (raw: unknown) => Promise<ActionResult<unknown>>;
}

async function findActions(): Promise<Found[]> {
  const modules = readSources().filter(({ text }) => /^["']use server["']/.test(text));
  const found: Found[] = [];
  for (const { path } of modules) {
    const exported: Record<string, unknown> = await import(/* @vite-ignore */ join(root, path));
    for (const [name, act] of Object.entries(exported)) {
      if (typeof act !== "function") throw new Error(`${path} exports ${name}, which is no action`);
      found.push({ name: `${path} ${name}`, access: table.get(`${path} ${name}`), act: act as Found["act"] });
    }
  }
  return found;
}

const beforeMfa = new Set([
  "app/(account)/actions.ts confirmItIsMe",
  "app/(account)/actions.ts askForProof",
  "app/(account)/actions.ts confirmWithPasskey",
  "app/(account)/account/security/actions.ts choosePassword",
  "app/(account)/account/security/actions.ts startMfa",
  "app/(account)/account/security/actions.ts finishMfa",
  "app/(account)/account/security/passkey-actions.ts startPasskey",
  "app/(account)/account/security/passkey-actions.ts finishPasskey",
  "app/(account)/account/security/sso-actions.ts prepareProof",
]);

const actions = await findActions();
const [passes, strangers, forbidden] = ["validation_failed", "unauthenticated", "admin_required"];

const answers = {
  nobody: { anybody: passes, person: strangers, reviewer: strangers, admin: strangers },
  person: { anybody: passes, person: passes, reviewer: forbidden, admin: forbidden },
  reviewer: { anybody: passes, person: passes, reviewer: passes, admin: forbidden },
  admin: { anybody: passes, person: passes, reviewer: passes, admin: passes },
} as const;

let world: Inhabited;
let browse: (cookie: string | undefined) => void;

beforeEach(async () => {
  world = await inhabited();
  const browser = openBrowser(world.test);
  browser.headers.set("x-forwarded-for", "203.0.113.7");
  browse = (cookie) => {
    browser.jar.clear();
    for (const pair of cookie?.split("; ") ?? []) {
      const at = pair.indexOf("=");
      browser.jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
  };
});

async function codeOf({ act }: Found, raw: unknown): Promise<string> {
  const result = await act(raw);
  return result.ok ? "ok" : result.error.code;
}

describe("every server action", { timeout: 180_000 }, () => {
  it("has a row in the table of who may call what", () => {
    expect(actions.map(({ name }) => name).sort()).toEqual([...table.keys()].sort());
  });

  it("checks who calls before it reads the input", async () => {
    const callers = [
      // A page sees one of two cookies of the same name, thanks to `__Host-`.
      ...Object.entries(world.nobodies)
        .filter(([who, { authorization }]) => !authorization && who !== "a session planted beside the real one")
        .map(([who, { cookie }]) => [who, cookie, answers.nobody] as const),
      ["owner", world.owns.cookie, answers.person] as const,
      ["member", world.member.cookie, answers.person] as const,
      ["another tenant", world.stranger.cookie, answers.person] as const,
      ["reviewer", world.reviewer.cookie, answers.reviewer] as const,
      ["admin", world.admin.cookie, answers.admin] as const,
    ];
    const before = await digests(world.test);
    for (const [who, cookie, expected] of callers) {
      browse(cookie);
      for (const action of actions) {
        const { name, access } = action;
        expect({ who, name, code: await codeOf(action, null) }).toEqual({
          who,
          name,
          code: access && expected[access],
        });
      }
    }
    expect(await digests(world.test)).toEqual(before);
  });

  it("answers a caller without access the same way, whatever they send", async () => {
    const id = world.owner.id;
    const own = Object.values(world.ids).slice(0, 2);
    const sets: unknown[] = [
      undefined,
      "",
      "x",
      0,
      true,
      [],
      [id],
      {},
      { id },
      { ids: [id] },
      { userId: id, role: "ADMIN" },
      ...own.map((one) => ({ id: one })),
      { id: { not: "" } },
      { token: "made-up" },
      { id, isAdmin: true },
      JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}'),
      Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`field${index}`, id])),
    ];
    const callers = [
      ["nobody", undefined, answers.nobody],
      ["member", world.member.cookie, answers.person],
      ["reviewer", world.reviewer.cookie, answers.reviewer],
    ] as const;
    const before = await digests(world.test);
    const deviations = new Set<string>();
    for (const [who, cookie, expected] of callers) {
      browse(cookie);
      for (const action of actions) {
        const code = action.access && expected[action.access];
        if (code === passes) continue;
        for (const raw of sets) {
          const answer = await codeOf(action, raw);
          if (answer !== code) deviations.add(`${who} at ${action.name} with ${JSON.stringify(raw)}: ${answer}`);
        }
      }
    }
    expect([...deviations]).toEqual([]);
    expect(await digests(world.test)).toEqual(before);
  });

  it("is closed to users who must set up two-factor authentication first, except the setup itself", async () => {
    await requireMfaOfAll(world.test, { days: 7 });
    const before = await digests(world.test);
    for (const [who, cookie, expected] of [
      ["owner", world.owns.cookie, answers.person],
      ["reviewer", world.reviewer.cookie, answers.reviewer],
      ["admin", world.admin.cookie, answers.admin],
    ] as const) {
      browse(cookie);
      for (const action of actions) {
        const { name, access } = action;
        const isOpen = access === "anybody" || beforeMfa.has(name);
        const code = isOpen ? access && expected[access] : "mfa_setup_required";
        expect({ who, name, code: await codeOf(action, null) }).toEqual({ who, name, code });
      }
    }
    expect(await digests(world.test)).toEqual(before);
    await enrolAll(world.test);
    browse(world.admin.cookie);
    const codes = new Set<string>();
    for (const action of actions) codes.add(await codeOf(action, null));
    expect([...codes]).toEqual([passes]);
  });

  it("does nothing with an id of another organization", async () => {
    browse(world.stranger.cookie);
    const before = await digests(world.test);
    const own = Object.entries(world.ids).filter(([path]) => path.startsWith("/dashboard/auth/"));
    const tries = own.flatMap(([, id]) => [{ id }, { id, name: "Mine" }]);
    const about = [{ id: world.owner.id, role: "member" }, { memberId: world.owner.id }];
    const found: string[] = [];
    for (const action of actions.filter(({ access }) => access === "person")) {
      for (const raw of [...tries, ...about]) {
        const code = await codeOf(action, raw);
        const isRefused = /^(validation_failed|not_found|.*_not_found)$/.test(code);
        if (!isRefused) found.push(`${action.name} ${JSON.stringify(raw)}: ${code}`);
      }
    }
    expect(found).toEqual([]);
    expect(await digests(world.test)).toEqual(before);
  });
});
