import { describe, expect, it } from "vitest";
import { signUp } from "@/app/(public)/signup/actions";
import { createAccount } from "@/app/(public)/signup/sso/actions";
import { arrivalCookie } from "@/lib/web/sso/arrival-cookie";
import { arrival, arriveAs, outcomeOf } from "@/tests/support/arrivals";
import { createApproval } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { openBrowser } from "@/tests/support/web-request";

type Approval = Awaited<ReturnType<typeof createApproval>>;
type Said = Record<string, string | undefined>;
interface Answer {
  code: string;
  fields: string[];
}

const judged = { organization: "Green Field", buyerMode: "RESEARCH" };
const account = { name: "Jane Applicant", password: "OwnersChoice1" };

const ways: Record<string, (test: TestContext, approval: Approval, said: Said) => Promise<Answer>> = {
  async native(test, { email, token }, said) {
    const sent = { ...account, email, approvalToken: token, ...said };
    const { status, error } = await new NativeClient(test).post("register", sent);
    return { code: error?.code ?? String(status), fields: Object.keys(error?.fieldErrors ?? {}) };
  },
  async "the browser"(test, { email, token }, said) {
    openBrowser(test);
    return toAnswer(await signUp({ ...account, email, approvalToken: token, ...said }));
  },
  async "single sign-on"(test, { email }, said) {
    openBrowser(test);
    const { ticket } = outcomeOf(await arriveAs(test, arrival({ email })), "sign-up");
    await arrivalCookie.bind(test.ctx, ticket);
    return toAnswer(await createAccount({ ticket, name: account.name, ...said }));
  },
};

function toAnswer(result: { ok: true } | { ok: false; error: { code: string; fieldErrors?: object } }): Answer {
  if (result.ok) return { code: "201", fields: [] };
  const { code, fieldErrors = {} } = result.error;
  return { code: code.toUpperCase(), fields: Object.keys(fieldErrors) };
}

const sayings: { field: string; value: string | undefined; isTaken: boolean }[] = [
  { field: "organization", value: judged.organization, isTaken: true },
  { field: "organization", value: "  green   FIELD ", isTaken: true },
  { field: "organization", value: undefined, isTaken: true },
  { field: "organization", value: "Green Fields", isTaken: false },
  { field: "organization", value: "Big Bank", isTaken: false },
  { field: "buyerMode", value: judged.buyerMode, isTaken: true },
  { field: "buyerMode", value: "research", isTaken: true },
  { field: "buyerMode", value: undefined, isTaken: true },
  { field: "buyerMode", value: "DIRECT_INFERENCE_VENDOR", isTaken: false },
];

const cases = Object.keys(ways).flatMap((way) =>
  sayings
    .filter(({ field, value }) => way !== "single sign-on" || field === "organization" || value === undefined)
    .map((saying) => ({ way, ...saying })),
);

describe("what a reviewer has approved", () => {
  it.each(cases)("$way: $field $value at sign-up, taken: $isTaken", async ({ way, field, value, isTaken }) => {
    const test = await testContext();
    const approval = await createApproval(test, judged);
    const said = value === undefined ? {} : { [field]: value };
    const answer = await ways[way]?.(test, approval, said);
    const find = () => test.ctx.db.user.findUnique({ where: { email: approval.email }, include: { tenant: true } });
    if (!isTaken) {
      expect(answer).toEqual({ code: "VALIDATION_FAILED", fields: [field] });
      expect(await find()).toBeNull();
      expect(await ways[way]?.(test, approval, {})).toMatchObject({ code: "201" });
    } else {
      expect(answer).toMatchObject({ code: "201" });
    }
    const user = await find();
    if (user?.emailVerifiedAt === null) {
      await new NativeClient(test).get(`verify?token=${await test.mails.lastToken(approval.email, "verify-email")}`);
    }
    expect((await find())?.tenant).toMatchObject({ name: judged.organization, buyerMode: judged.buyerMode });
  });

  it("needs an organization where there is no approval", async () => {
    const test = await testContext({ config: { signup: "open" } });
    const sent = { ...account, email: "jane@company.example" };
    const { status, error } = await new NativeClient(test).post("register", sent);
    expect(status).toBe(400);
    expect(Object.keys(error?.fieldErrors ?? {})).toEqual(["organization"]);
  });
});
