import { expect, it } from "vitest";
import { createAccessRequest, signInAdmin } from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { previewApproval, sendApprovalSample } from "./preview";

const nobody = "00000000-0000-7000-8000-000000000000";

it("shows the invitation email with the typed note in the applicant's language, without approving", async () => {
  const test = await testContext({ request: { locale: "de" } });
  const request = await createAccessRequest(test, { name: "Jane Applicant" });
  const reviewer = await signInAdmin(test);
  const seen = expectOk(await previewApproval(test.ctx, reviewer, { id: request.id, note: "Bis bald, <b>Jane</b>." }));
  expect(seen).toMatchObject({ to: request.email, locale: "de" });
  expect(seen.preview.text).toContain("Bis bald, <b>Jane</b>.");
  expect(seen.preview.html).toContain("&lt;b&gt;Jane&lt;/b&gt;");
  expect(seen.preview.text).toContain("Jane Applicant");
  expect(await test.ctx.db.accessRequest.findUnique({ where: { id: request.id } })).toMatchObject({
    status: "PENDING",
    version: request.version,
  });
  expect(await test.mails.templatesTo(request.email)).toEqual(["access-requested"]);
});

it("sends the sample to the reviewer only, with a link that doesn't sign up", async () => {
  const test = await testContext();
  const request = await createAccessRequest(test);
  const reviewer = await signInAdmin(test);
  const sent = expectOk(await sendApprovalSample(test.ctx, reviewer, { id: request.id, note: "Welcome." }));
  expect(sent.to).toBe(reviewer.user.email);
  const { url, note } = await test.mails.last(reviewer.user.email, "access-approved");
  expect(note).toBe("Welcome.");
  expect(new URL(url).searchParams.has("token")).toBe(false);
  expect(await test.mails.templatesTo(request.email)).toEqual(["access-requested"]);
});

it("answers an unknown id with not_found", async () => {
  const test = await testContext();
  const reviewer = await signInAdmin(test);
  for (const act of [previewApproval, sendApprovalSample])
    expect(codeOf(await act(test.ctx, reviewer, { id: nobody }))).toBe("not_found");
});
