import type { Browser } from "@playwright/test";
import { request } from "@playwright/test";
import {
  type Account,
  admin,
  createAccount,
  createMfaAccount,
  invite,
  type MfaAccount,
  newPerson,
  register,
  requestAccess,
  signIn,
} from "../../../e2e/accounts";
import { invalidLinks } from "../../../e2e/invalid-links";
import { type Mailbox, openMailbox } from "../../../e2e/mail";
import { totpCode } from "../../../e2e/totp";
import type { State } from "./browser";

export interface MeasuredPage {
  name: string;
  path: string;
  state?: State;
}

const accountPaths = ["", "/profile", "/security", "/team", "/projects", "/api-keys", "/activity", "/data"];

export async function createAdmin(url: string): Promise<void> {
  const api = await request.newContext({ baseURL: url });
  const { email, name, password } = admin;
  const made = await api.post("/dashboard/auth/setup", {
    data: { name, email, password },
    headers: { "X-Pacspace-CSRF": "1" },
  });
  if (!made.ok()) throw new Error(`The set-up answers ${made.status()}: ${await made.text()}`);
  await api.dispose();
}

export interface Everybody {
  pages: MeasuredPage[];
  /** With a password and without a second factor. */
  person: Account;
}

/** Creates the accounts and emailed links of the measured pages. */
export async function prepare(browser: Browser, url: string): Promise<Everybody> {
  process.env.E2E_BASE_URL = url;
  const api = await request.newContext({ baseURL: url });
  const mail = openMailbox(api);
  try {
    const person = await createAccount(mail);
    const secured = await createMfaAccount(mail);
    const links = await makeLinks(mail, person, url);
    const guest = [
      ...links,
      "/request-access",
      "/login",
      "/login/mfa?ticket=made-up",
      "/forgot-password",
      "/verify-email",
      ...invalidLinks,
    ];
    const plain = await signedIn(browser, url, person);
    const withMfa = await signedIn(browser, url, secured, secured);
    const pages = [
      ...guest.map((path) => ({ name: nameOf(path), path })),
      ...accountPaths.map((path) => ({ name: `/account${path}`, path: `/account${path}`, state: plain })),
      { name: "/account/security, MFA on", path: "/account/security", state: withMfa },
    ];
    return { pages, person };
  } finally {
    await api.dispose();
  }
}

/** Paths of valid links. */
async function makeLinks(mail: Mailbox, person: Account, url: string): Promise<string[]> {
  const invited = newPerson();
  const registered = newPerson();
  const applicant = newPerson();
  const colleague = newPerson();
  const found = [await invite(invited, mail), await register(registered, mail)];
  await requestAccess(applicant);
  found.push(await mail.link(applicant.email, /^We received your request/));
  const api = await request.newContext({ baseURL: url, extraHTTPHeaders: { "X-Pacspace-CSRF": "1" } });
  await api.post("/dashboard/auth/request-password-reset", { data: { email: person.email } });
  found.push(await mail.link(person.email, /^Reset your .* password/));
  await api.post("/dashboard/auth/login", { data: { email: person.email, password: person.password } });
  const sent = await api.post("/dashboard/auth/team/invitations", { data: { email: colleague.email, role: "member" } });
  if (!sent.ok()) throw new Error(`The invitation answers ${sent.status()}: ${await sent.text()}`);
  found.push(await mail.link(colleague.email, /^You.*re invited to/));
  await api.dispose();
  return found.map((link) => new URL(link).pathname + new URL(link).search);
}

async function signedIn(browser: Browser, url: string, person: Account, mfa?: MfaAccount): Promise<State> {
  const context = await browser.newContext({ baseURL: url });
  await signIn(await context.newPage(), person, mfa ? await totpCode(mfa.secret, 1) : undefined);
  const state = await context.storageState();
  await context.close();
  return state;
}

function nameOf(path: string): string {
  const { pathname, search } = new URL(path, "http://localhost");
  if (pathname === "/verify-email" && search === "") return `${pathname}, no link`;
  // The page of the second factor renders for any ticket.
  return search.includes("made-up") && pathname !== "/login/mfa" ? `${pathname}, link unknown` : pathname;
}
