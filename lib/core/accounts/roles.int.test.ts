import { describe, expect, it } from "vitest";
import { scheduleDeletion } from "@/lib/core/accounts/deletion/schedule-deletion";
import { createUser, signInAdmin, testPassword } from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { changeUserRole } from "./change-user-role";
import { deactivateUser } from "./deactivate-user";

const reason = "Left the company";

function rightsOf(test: TestContext, id: string) {
  return test.ctx.db.user.findUniqueOrThrow({ where: { id }, select: { isAdmin: true, isReviewer: true } });
}

function activeAdmins(test: TestContext) {
  return test.ctx.db.user.count({ where: { isAdmin: true, deactivatedAt: null, deletionDueAt: null } });
}

describe("the rights of an admin or reviewer", () => {
  it("are given and taken one for the other, and the person is told", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const admin = await signInAdmin(test);
    const steps = [
      ["reviewer", { isAdmin: false, isReviewer: true }],
      ["admin", { isAdmin: true, isReviewer: false }],
      ["user", { isAdmin: false, isReviewer: false }],
    ] as const;
    for (const [role, rights] of steps) {
      expectOk(await changeUserRole(test.ctx, admin, { userId: user.id, role }));
      expect(await rightsOf(test, user.id)).toEqual(rights);
      expect(await test.mails.last(user.email, "console-role-changed")).toMatchObject({ role });
    }
    const events = await test.ctx.db.auditEvent.findMany({ where: { action: "user.role_changed" } });
    expect(events.map(({ details }) => details)).toContainEqual({ from: "reviewer", to: "admin" });
  });

  it("are never one's own to change, and need an account that can sign in and a fresh proof", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    const closed = await createUser(test, { isDeactivated: true });
    const unverified = await createUser(test, { isVerified: false });
    const user = await createUser(test);
    const change = async (userId: string) =>
      codeOf(await changeUserRole(test.ctx, admin, { userId, role: "reviewer" }));
    expect(await change(admin.user.id)).toBe("own_account");
    expect(await change(closed.id)).toBe("account_deactivated");
    expect(await change(unverified.id)).toBe("email_not_verified");
    expect(await change("no id")).toBe("user_not_found");
    test.clock.advance({ minutes: 11 });
    expect(await change(user.id)).toBe("step_up_required");
  });

  it("attack 118: the rights stay with one active admin when all take each other's at the same moment", async () => {
    const test = await testContext();
    const admins = await Promise.all([1, 2, 3, 4].map(() => signInAdmin(test)));
    const results = await Promise.all(
      admins.flatMap((admin) =>
        admins
          .filter((other) => other !== admin)
          .map((other) => changeUserRole(test.ctx, admin, { userId: other.user.id, role: "user" })),
      ),
    );
    expect(await activeAdmins(test)).toBe(1);
    expect(new Set(results.map(codeOf))).toEqual(new Set(["ok", "admin_required"]));
  });

  it("stay with one active admin when two deactivate each other and leave at the same moment", async () => {
    const test = await testContext();
    const [one, two] = [await signInAdmin(test), await signInAdmin(test)];
    await Promise.all([
      deactivateUser(test.ctx, one, { userId: two.user.id, reason }),
      deactivateUser(test.ctx, two, { userId: one.user.id, reason }),
      scheduleDeletion(test.ctx, one, { currentPassword: testPassword, confirmation: "delete" }),
      scheduleDeletion(test.ctx, two, { currentPassword: testPassword, confirmation: "delete" }),
    ]);
    expect(await activeAdmins(test)).toBe(1);
  });

  it("stay with the only other admin of one who is about to be deleted", async () => {
    const test = await testContext();
    const [leaving, staying] = [await signInAdmin(test), await signInAdmin(test)];
    expectOk(await scheduleDeletion(test.ctx, leaving, { currentPassword: testPassword, confirmation: "delete" }));
    const demoted = await changeUserRole(test.ctx, leaving, { userId: staying.user.id, role: "user" });
    expect(codeOf(demoted)).toBe("last_admin");
    const closed = await deactivateUser(test.ctx, leaving, { userId: staying.user.id, reason });
    expect(codeOf(closed)).toBe("last_admin");
    expect(codeOf(await changeUserRole(test.ctx, "command line", { userId: staying.user.id, role: "user" }))).toBe(
      "last_admin",
    );
  });
});
