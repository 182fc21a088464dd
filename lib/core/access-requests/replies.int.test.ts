import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { signInAdmin } from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { alwaysOk } from "../kernel/result";
import { createReplyTemplate, deleteReplyTemplate, listReplyTemplates, updateReplyTemplate } from "./replies";

it("are built in until an admin writes one of that kind", async () => {
  const test = await testContext();
  const admin = await signInAdmin(test);
  const kinds = async () => {
    const { items: templates } = alwaysOk(await listReplyTemplates(test.ctx, admin, {}));
    return Object.fromEntries(templates.map(({ kind, isDefault }) => [kind, isDefault]));
  };
  expect(await kinds()).toEqual({ approval_note: true, rejection_reason: true, question: true });
  const own = { kind: "question", title: "Ours", text: "Who are you?" } as const;
  const { id } = expectOk(await createReplyTemplate(test.ctx, admin, own));
  expect(await kinds()).toEqual({ approval_note: true, rejection_reason: true, question: false });
  expectOk(await deleteReplyTemplate(test.ctx, admin, { id }));
  expect(await kinds()).toMatchObject({ question: true });
  expect(codeOf(await deleteReplyTemplate(test.ctx, admin, { id: randomUUID() }))).toBe("not_found");
});

it("require recent re-authentication to create, update and delete", async () => {
  const test = await testContext();
  const admin = await signInAdmin(test);
  const own = { kind: "question", title: "Ours", text: "Who are you?" } as const;
  const { id } = expectOk(await createReplyTemplate(test.ctx, admin, own));
  const before = await listReplyTemplates(test.ctx, admin, {});
  test.clock.advance({ minutes: 11 });
  const answers = [
    await createReplyTemplate(test.ctx, admin, own),
    await updateReplyTemplate(test.ctx, admin, { id, title: "Another" }),
    await deleteReplyTemplate(test.ctx, admin, { id }),
  ];
  expect(answers.map(codeOf)).toEqual(["step_up_required", "step_up_required", "step_up_required"]);
  expect(await listReplyTemplates(test.ctx, admin, {})).toEqual(before);
});
