import { type APIRequestContext, expect, type Page, request } from "@playwright/test";
import { type Mailbox, openMailbox } from "./mail";
import { totpCode } from "./totp";

export interface Account {
  name: string;
  email: string;
  password: string;
}

export interface MfaAccount extends Account {
  secret: string;
  recoveryCodes: string[];
}

/** Created by first-run.spec.ts. */
export const admin: Account = {
  name: "Ada Minister",
  email: "ada@foyer-tests.example",
  password: "a quiet green harbour",
};

const csrf = { "X-Pacspace-CSRF": "1" };
let sequence = 0;

export function newPerson(name = "Jane Doe"): Account {
  sequence += 1;
  const unique = `${Date.now().toString(36)}${process.pid}${sequence}`;
  return { name, email: `jane.${unique}@company-${unique}.example`, password: `seven winds of ${unique}` };
}

async function data<Value>(answer: Awaited<ReturnType<APIRequestContext["get"]>>): Promise<Value> {
  const body = (await answer.json()) as { success: boolean; data: Value };
  expect(body.success, `${answer.url()} answers ${answer.status()}: ${JSON.stringify(body)}`).toBe(true);
  return body.data;
}

function post<Value>(api: APIRequestContext, path: string, body: object = {}): Promise<Value> {
  return api.post(path, { data: body, headers: csrf }).then((answer) => data<Value>(answer));
}

function tokenOf(link: string): string {
  return new URL(link).searchParams.get("token") ?? "";
}

async function withApi<Value>(work: (api: APIRequestContext) => Promise<Value>): Promise<Value> {
  const api = await request.newContext({ baseURL: process.env.E2E_BASE_URL ?? "http://localhost:3000" });
  try {
    return await work(api);
  } finally {
    await api.dispose();
  }
}

/** Returns after the receipt's email, when the request is in the queue. */
export async function requestAccess(person: Account): Promise<void> {
  await withApi(async (api) => {
    await post(api, "/dashboard/auth/request-access", {
      name: person.name,
      email: person.email,
      organization: `${person.name} & Co`,
      buyerMode: "DIRECT_INFERENCE_VENDOR",
      useCase: "We answer questions of our customers.",
    });
    await openMailbox(api).arrived(person.email, /./);
  });
}

async function decide(person: Account, act: "approve" | "resend"): Promise<void> {
  await withApi(async (api) => {
    await post(api, "/dashboard/auth/login", { email: admin.email, password: admin.password });
    const query = `/dashboard/admin/access-requests?q=${encodeURIComponent(person.email)}`;
    const { items } = await data<{ items: { id: string }[] }>(await api.get(query));
    await post(api, `/dashboard/admin/access-requests/${items[0]?.id}/${act}`);
  });
}

export async function invite(person: Account, mail: Mailbox): Promise<string> {
  await requestAccess(person);
  await decide(person, "approve");
  return mail.link(person.email, /is approved/);
}

/** The earlier invitation stops working. */
export function inviteAgain(person: Account): Promise<void> {
  return decide(person, "resend");
}

/** Unverified; returns the verification link. */
export async function register(person: Account, mail: Mailbox): Promise<string> {
  const approvalToken = tokenOf(await invite(person, mail));
  const { name, email, password } = person;
  await withApi((api) =>
    post(api, "/dashboard/auth/register", { name, email, password, organization: `${name} & Co`, approvalToken }),
  );
  return mail.link(email, /^Verify your email/);
}

/** Verified, signed out. */
export async function createAccount(mail: Mailbox, person = newPerson()): Promise<Account> {
  const link = await register(person, mail);
  await withApi((api) => api.get(`/dashboard/auth/verify?token=${tokenOf(link)}`).then((answer) => data(answer)));
  return person;
}

/** The current code is used up; the next is `totpCode(secret, 1)`. */
export async function createMfaAccount(mail: Mailbox): Promise<MfaAccount> {
  const person = await createAccount(mail);
  return withApi(async (api) => {
    await post(api, "/dashboard/auth/login", { email: person.email, password: person.password });
    const { secret, recoveryCodes } = await post<{ secret: string; recoveryCodes: string[] }>(
      api,
      "/dashboard/auth/mfa/setup",
    );
    await post(api, "/dashboard/auth/mfa/enable", { code: await totpCode(secret) });
    return { ...person, secret, recoveryCodes };
  });
}

/** Signs in without the login page. */
export async function signIn(page: Page, { email, password }: Account, code?: string): Promise<void> {
  await post(page.request, "/dashboard/auth/login", { email, password, ...(code === undefined ? {} : { code }) });
}

/** Submits the sign-in form of the open page. */
export async function submitSignIn(page: Page, { email, password }: Account): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}
