import { copyInvitationLink } from "@/lib/core/access-requests/invitation";
import { askApplicant } from "@/lib/core/access-requests/triage";
import type { MailTemplates } from "@/lib/core/kernel/mail";
import {
  accessRequestInput,
  createAccessRequest,
  createApproval,
  createUser,
  replaceAccessRequest,
  signInAdmin,
  type TestUser,
  testPassword,
  uniqueEmail,
} from "./factories";
import { NativeClient } from "./native-client";
import type { TestContext } from "./test-context";

export type Template = keyof MailTemplates;

interface Cause {
  to: string;
  again(time: number): Promise<unknown>;
}

export const signUp = { name: "Mal Lory", organization: "Lory Mining", password: "StrangersPick2" };
const changing = "change-email";
export const inviting = "team/invitations";

export async function signedIn(test: TestContext, user: TestUser): Promise<NativeClient> {
  const api = new NativeClient(test);
  await api.signIn(user);
  return api;
}

async function inTurn(test: TestContext, to: string, path: string, body: (to: string) => object): Promise<Cause> {
  const [first, second] = [await createUser(test), await createUser(test)];
  return {
    to,
    again: async (time) => (await signedIn(test, time % 2 === 0 ? first : second)).post(path, body(to)),
  };
}

async function request(test: TestContext, to: string, about = accessRequestInput({})): Promise<void> {
  await new NativeClient(test).post("request-access", { ...about, email: to });
  await test.runJobs();
}

/** How each rate-limited template is triggered. */
export const causes: Partial<Record<Template, (test: TestContext) => Promise<Cause>>> = {
  async "access-requested"(test) {
    const to = uniqueEmail();
    return { to, again: () => request(test, to) };
  },
  async "confirm-request"(test) {
    test.app.config.confirmRequests = true;
    const to = uniqueEmail();
    return { to, again: () => request(test, to) };
  },
  async "request-waiting"(test) {
    const { user } = await signInAdmin(test);
    return { to: user.email, again: () => request(test, uniqueEmail()) };
  },
  async "access-approved"(test) {
    const { email: to } = await createApproval(test);
    return { to, again: () => request(test, to) };
  },
  async "approval-expired"(test) {
    const { email: to } = await createApproval(test);
    test.clock.advance({ days: 15 });
    return { to, again: () => request(test, to) };
  },
  async "access-rejected"(test) {
    const to = uniqueEmail();
    await test.ctx.db.accessRule.create({
      data: { name: "No", subject: "LIST", patterns: [to], effect: "REJECT", isEnabled: true, position: 1 },
    });
    return {
      to,
      async again(time) {
        if (time === 0) return request(test, to);
        await replaceAccessRequest(test, to, { useCase: `Try number ${time}` });
        await test.runJobs();
      },
    };
  },
  async "more-information"(test) {
    const reviewer = await signInAdmin(test);
    const { id, email: to } = await createAccessRequest(test);
    return { to, again: (time) => askApplicant(test.ctx, reviewer, { id, question: `Question ${time}` }) };
  },
  async "link-copied"(test) {
    const { request } = await createApproval(test);
    // Past the undo period of the approval.
    test.clock.advance({ minutes: 1 });
    return {
      to: request.email,
      again: async () => copyInvitationLink(test.ctx, await signInAdmin(test), { id: request.id }),
    };
  },
  async "already-registered"(test) {
    const { email: to } = await createUser(test);
    return { to, again: () => new NativeClient(test).post("register", { ...signUp, email: to }) };
  },
  async "verify-email"(test) {
    const to = uniqueEmail();
    return {
      to,
      async again(time) {
        const path = time % 2 === 0 ? "register" : "resend-verification-email";
        await new NativeClient(test).post(path, time % 2 === 0 ? { ...signUp, email: to } : { email: to });
        await test.runJobs();
      },
    };
  },
  async "password-reset"(test) {
    const { email: to } = await createUser(test);
    return {
      to,
      async again() {
        await new NativeClient(test).post("request-password-reset", { email: to });
        await test.runJobs();
      },
    };
  },
  async "email-change-confirm"(test) {
    return inTurn(test, uniqueEmail(), changing, (newEmail) => ({ newEmail, currentPassword: testPassword }));
  },
  async "email-change-collision"(test) {
    const { email } = await createUser(test);
    return inTurn(test, email, changing, (newEmail) => ({ newEmail, currentPassword: testPassword }));
  },
  invitation: (test) => inTurn(test, uniqueEmail(), inviting, (email) => ({ email, role: "member" })),
  async "sign-in-paused"(test) {
    const { email: to } = await createUser(test);
    return {
      to,
      async again(time) {
        const headers = { "x-forwarded-for": `198.51.${time}.7` };
        for (let guess = 0; guess < 6; guess += 1) {
          await new NativeClient(test).post("login", { email: to, password: `guess number ${guess}` }, { headers });
        }
        await test.runJobs();
        test.clock.advance({ minutes: 61 });
      },
    };
  },
  async "attempts-failed"(test) {
    const user = await createUser(test);
    return {
      to: user.email,
      async again() {
        const api = await signedIn(test, user);
        for (let guess = 0; guess < 6; guess += 1) await api.post("step-up", { password: `guess number ${guess}` });
        await test.runJobs();
        test.clock.advance({ minutes: 61 });
      },
    };
  },
  async "join-asked"(test) {
    const { email: to, tenantId } = await createUser(test);
    return {
      to,
      async again() {
        const { id } = await createAccessRequest(test);
        const api = await signedIn(test, await createUser(test, { isAdmin: true }));
        await api.post(`/dashboard/admin/access-requests/${id}/approve`, { joinTenantId: tenantId });
      },
    };
  },
};
