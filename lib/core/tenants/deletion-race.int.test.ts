import { describe, expect, it } from "vitest";
import { codeOf } from "@/tests/support/outcomes";
import { addMember, testTeam } from "@/tests/support/team";
import { scheduleDeletion } from "../accounts/deletion/schedule-deletion";
import { changeRole } from "./change-role";
import { removeMember } from "./remove-member";

describe("deleting an account of a team", () => {
  it("at the moment of its removal, and of another owner's leaving, waits for neither in a circle", async () => {
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
      // The removal can end the session first.
      expect(["ok", "unauthenticated"]).toContain(scheduled);
    }
  });
});
