import { describe, expect, it } from "vitest";
import { codeOf } from "@/tests/support/outcomes";
import { addMember, testTeam } from "@/tests/support/team";
import { scheduleDeletion } from "../accounts/deletion";
import { changeRole, removeMember } from "./team";

describe("deleting a member's account", () => {
  it("doesn't deadlock with its removal or another owner's leaving", async () => {
    const { test, ctx, owner } = await testTeam();
    for (let round = 0; round < 5; round += 1) {
      const second = await addMember(test, owner, "owner");
      const input = { confirmation: "delete" as const, currentPassword: second.user.password };
      const results = await Promise.all([
        scheduleDeletion(ctx, second.actor, input),
        removeMember(ctx, owner.actor, { id: second.user.id }),
        changeRole(ctx, second.actor, { id: owner.user.id, role: "owner" }),
      ]);
      const [scheduled, removed] = results.map(codeOf);
      expect(removed).toBe("ok");
      expect(["ok", "unauthenticated"]).toContain(scheduled);
    }
  });
});
