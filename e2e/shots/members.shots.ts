import {
  type Account,
  admin,
  createAccount,
  createMfaAccount,
  newPerson,
  requestAccess,
  signIn,
  submitSignIn,
} from "../accounts";
import { pauseCodes } from "../elapsed-time";
import { expect, test } from "../fixtures";
import { shoot } from "./shoot";

const domainOf = ({ email }: Account) => email.split("@")[1] ?? "";

test("an organization with a domain and a request to join", async ({ page, visitor, mail }) => {
  const owner = await createAccount(mail, newPerson("Olive Owner"));
  const domain = domainOf(owner);
  await signIn(page, owner);
  await page.goto("/account/team");
  await shoot(page, "members-alone");
  await page.getByLabel("Domain").fill(domain);
  await page.getByRole("button", { name: "Add domain" }).click();
  await expect(page.getByRole("button", { name: `Verify: ${domain}` })).toBeVisible();
  await shoot(page, "members-domain");
  await page.getByRole("button", { name: `Verify: ${domain}` }).click();
  await expect(page.getByText("We couldn't find the TXT record.")).toBeVisible();
  await shoot(page, "members-domain-not-found");

  const console = await visitor();
  await signIn(console, admin);
  await console.goto(`/admin/tenants?q=${encodeURIComponent(`${owner.name} & Co`)}`);
  await console
    .getByRole("link", { name: `${owner.name} & Co` })
    .first()
    .click();
  await console.getByRole("button", { name: `Verify: ${domain}` }).click();
  await expect(console.getByText("Verified", { exact: true })).toBeVisible();
  await shoot(console, "tenant-domain");

  const colleague = { ...newPerson("Nia Newcomer"), email: `nia@${domain}` };
  await requestAccess(colleague);
  await console.goto(`/admin/requests?q=${encodeURIComponent(colleague.email)}`);
  await console.getByRole("button", { name: new RegExp(colleague.email) }).click();
  const join = console.getByRole("combobox").filter({ hasText: `Join ${owner.name} & Co` });
  await expect(join).toBeVisible();
  await shoot(console, "requests-join");
  await join.selectOption({ index: 1 });
  await shoot(console, "requests-join-chosen");
  await console.getByRole("button", { name: "Approve", exact: true }).click();
  await page.goto("/account/team");
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("button", { name: `Confirm: ${colleague.email}` })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await shoot(page, "members-join-request");
  await page.goto(`/dev/mailbox?to=${encodeURIComponent(owner.email)}`);
  await shoot(page, "mailbox-owner");
  await page.goto("/account/team");
  await page.getByRole("button", { name: `Confirm: ${colleague.email}` }).click();
  await expect(page.getByRole("button", { name: `Confirm: ${colleague.email}` })).toBeHidden();
  const invited = await visitor();
  await invited.goto(await mail.link(colleague.email, /is approved/));
  await shoot(invited, "signup-joins");

  const friend = newPerson("Fred Friend");
  await page.getByLabel("Email").fill(friend.email);
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByRole("button", { name: `Revoke: ${friend.email}` })).toBeVisible();
  await shoot(page, "members-invitation");
  await invited.goto(await mail.link(friend.email, /^You.*re invited to/));
  await shoot(invited, "join");
});

test("an organization that requires two-factor authentication", async ({ page, mail }) => {
  await signIn(page, await createAccount(mail, newPerson("Olive Owner")));
  await page.goto("/account/two-factor-setup");
  await shoot(page, "two-factor-setup-free");
  await page.goto("/account/team");
  await page.getByRole("button", { name: "Require 2FA" }).click();
  await expect(page.getByText("Required", { exact: true })).toBeVisible();
  await page.goto("/account/two-factor-setup");
  await expect(page.getByRole("button", { name: "Set up 2FA" })).toBeVisible();
  await shoot(page, "two-factor-setup");
  await page.getByRole("button", { name: "Set up 2FA" }).click();
  await expect(page.getByRole("img", { name: "QR code of the setup key" })).toBeVisible();
  await shoot(page, "two-factor-setup-started");
  await page.goto("/account");
  await shoot(page, "account-two-factor-due");
});

test("paused authentication codes", async ({ page, mail }) => {
  const person = await createMfaAccount(mail);
  await page.goto("/login");
  await submitSignIn(page, person);
  const code = page.getByLabel("Authentication code");
  await code.fill("000000");
  await page.getByRole("button", { name: "Verify code" }).click();
  await expect(page.getByText("4 attempts left")).toBeVisible();
  await pauseCodes(person.email);
  await code.fill("111111");
  await page.getByRole("button", { name: "Verify code" }).click();
  await expect(page.getByText(/codes are paused/)).toBeVisible();
  await shoot(page, "login-mfa-paused");
});

test("a security email", async ({ page, mail }) => {
  const person = await createMfaAccount(mail);
  await mail.arrived(person.email, /^Two-factor/);
  await page.goto(`/dev/mailbox?to=${encodeURIComponent(person.email)}`);
  await page
    .getByRole("link", { name: /Two-factor/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await shoot(page, "mailbox-security");
});
