import { it } from "vitest";
import { actorOf, changeSettings, createAccessRequest, createUser, signIn } from "@/tests/support/factories";
import type { TestContext } from "@/tests/support/test-context";
import { mailsTo } from "./effects";
import { openInstances } from "./instances";
import { run } from "./race";

const requests = "/dashboard/admin/access-requests";
const decided = ["409 REQUEST_ALREADY_DECIDED", "409 REQUEST_CHANGED"];

/** Session cookies of two admins. */
async function twoAdmins(test: TestContext): Promise<string[]> {
  const sessions: string[] = [];
  for (const name of ["Ana", "Ben"]) {
    const { session } = await signIn(test, await createUser(test, { name, isAdmin: true }));
    await actorOf(test, session);
    sessions.push(session.accessToken);
  }
  return sessions;
}

async function decisions({ ctx }: TestContext, accessRequestId: string, kinds: string[]): Promise<number> {
  return ctx.db.accessRequestEvent.count({ where: { accessRequestId, kind: { in: kinds } } });
}

export function raceInTheQueue(): void {
  it("decides a request once when two admins approve and reject it together", async () => {
    const { test, ask } = await openInstances();
    const sessions = await twoAdmins(test);
    await run({
      thing: "decision by two admins",
      isVital: true,
      uses: 40,
      prepare: () => createAccessRequest(test),
      use({ id }, index) {
        const session = sessions[index % 2] ?? "";
        return index % 4 < 2
          ? ask(index, { path: `${requests}/${id}/approve`, session, json: {} })
          : ask(index, { path: `${requests}/${id}/reject`, session, json: { notify: true } });
      },
      wins: 1,
      errors: decided,
      effects: async ({ email, id }) =>
        ((await mailsTo(test, email, "access-approved")) + (await mailsTo(test, email, "access-rejected"))) *
        (await decisions(test, id, ["approved", "rejected"])),
    });
  });

  it("approves once when two approvals are required", async () => {
    const { test, ask } = await openInstances();
    await changeSettings(test, { fourEyesBuyerModes: ["RESEARCH"] });
    const sessions = await twoAdmins(test);
    await run({
      thing: "approval that needs two admins",
      prepare: () => createAccessRequest(test, { buyerMode: "RESEARCH" }),
      // The second admin's page shows the first approval before it lets them approve.
      async use({ id }, index) {
        const session = sessions[(index >> 1) % 2] ?? "";
        const approve = () => ask(index, { path: `${requests}/${id}/approve`, session, json: {} });
        const outcome = await approve();
        return outcome.code === "REQUEST_CHANGED" ? approve() : outcome;
      },
      wins: 2,
      errors: [...decided, "409 SECOND_APPROVAL_NEEDED"],
      effects: async ({ email, id }) =>
        (await mailsTo(test, email, "access-approved")) *
        (await decisions(test, id, ["approved"])) *
        (await decisions(test, id, ["first_approved"])),
    });
  });

  it("decides each of five requests once, in bulk and singly at the same time", async () => {
    const { test, ask } = await openInstances();
    const sessions = await twoAdmins(test);
    await run({
      thing: "bulk decisions against single ones, five requests",
      async prepare() {
        const made: Awaited<ReturnType<typeof createAccessRequest>>[] = [];
        while (made.length < 5) made.push(await createAccessRequest(test));
        return made;
      },
      use(made, index) {
        const session = sessions[index % 2] ?? "";
        const items = made.map(({ id }) => ({ id }));
        // Both orders, like two differently sorted lists.
        if (index % 4 === 0)
          return ask(index, { path: `${requests}/bulk`, session, json: { action: "approve", items } });
        if (index % 4 === 1) {
          const json = { action: "reject", items: items.reverse(), notify: true };
          return ask(index, { path: `${requests}/bulk`, session, json });
        }
        return ask(index, { path: `${requests}/${made[index % 5]?.id}/approve`, session, json: {} });
      },
      wins: "some",
      errors: decided,
      expected: 5,
      async effects(made) {
        let count = 0;
        for (const { email, id } of made) {
          const mails =
            (await mailsTo(test, email, "access-approved")) + (await mailsTo(test, email, "access-rejected"));
          count += mails * (await decisions(test, id, ["approved", "rejected"]));
        }
        return count;
      },
    });
  });
}
