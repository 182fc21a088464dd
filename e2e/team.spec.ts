import type { Page } from "@playwright/test";
import { createAccount, newPerson, signIn, submitSignIn } from "./accounts";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

const invitationSubject = /^You.*re invited to/;

async function invite(page: Page, email: string, role = "Member"): Promise<void> {
  await page.goto("/account/team");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Role", { exact: true }).selectOption({ label: role });
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByRole("button", { name: `Revoke: ${email}` })).toBeVisible();
}

function lineOf(page: Page, name: string) {
  return page.getByRole("listitem").filter({ hasText: name });
}

async function inspect(page: Page, what: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await expectAccessible(page, `${what}, ${colorScheme}, ${width} px`);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(beyond, `${what} at ${width} px`).toBeLessThanOrEqual(0);
    }
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.setViewportSize({ width: 1280, height: 800 });
}

test("an owner invites a member, transfers ownership and leaves", async ({ page, visitor, mail }) => {
  const owner = await createAccount(mail, newPerson("Olive Owner"));
  const person = newPerson("Nia Newcomer");
  const newcomer = await visitor();
  await signIn(page, owner);

  await test.step("the owner renames the organization and invites", async () => {
    await page.goto("/account");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Members" }).click();
    await page.getByRole("button", { name: "Edit: Name" }).click();
    await page.getByLabel("Name").fill("Green Harbour");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Green Harbour")).toBeVisible();
    await invite(page, person.email);
    await inspect(page, "/account/team");
  });

  await test.step("opening the email changes nothing, and a password creates the account", async () => {
    const link = await mail.link(person.email, invitationSubject);
    await newcomer.goto(link);
    await expect(newcomer).toHaveURL(/\/join$/);
    await expect(newcomer.getByRole("heading", { name: "Join Green Harbour" })).toBeVisible();
    await inspect(newcomer, "/join");
    await newcomer.getByLabel("Name").fill(person.name);
    await newcomer.getByLabel("Password", { exact: true }).fill("short");
    await newcomer.getByRole("button", { name: "Create account" }).click();
    await expect(newcomer.getByText("Use at least 8 characters.")).toBeVisible();
    await newcomer.getByLabel("Password", { exact: true }).fill(person.password);
    await newcomer.getByRole("button", { name: "Create account" }).click();
    await expect(newcomer.getByRole("heading", { name: "You've joined Green Harbour" })).toBeVisible();
    await newcomer.getByRole("link", { name: "Sign in", exact: true }).click();
    await expect(newcomer.getByLabel("Email")).toHaveValue(person.email);
    await submitSignIn(newcomer, person);
    await expect(newcomer).toHaveURL(/\/account$/);
    await newcomer.goto("/account/team");
    await expect(lineOf(newcomer, "Nia Newcomer").getByText("You", { exact: true })).toBeVisible();
    await expect(newcomer.getByRole("button", { name: "Send invitation" })).toBeHidden();
    const again = await visitor();
    await again.goto(link);
    await expect(again.getByRole("heading", { name: "This link has already been used" })).toBeVisible();
  });

  await test.step("the owner makes them an owner", async () => {
    await page.goto("/account/team");
    await expect(page.getByText("You're the only owner.")).toBeVisible();
    await page.getByRole("button", { name: "Change role: Nia Newcomer" }).click();
    const dialog = page.getByRole("dialog", { name: "Change role of Nia Newcomer" });
    await expectAccessible(page, "the dialog of a role");
    await dialog.getByLabel("Role").selectOption({ label: "Owner" });
    await dialog.getByRole("button", { name: "Save role" }).click();
    await expect(lineOf(page, "Nia Newcomer").getByText("Owner", { exact: true })).toBeVisible();
    await mail.arrived(person.email, /^Your role in .* has changed/);
  });

  await test.step("leaves, still signed in, with an organization of their own", async () => {
    await page.getByRole("button", { name: "Leave organization" }).click();
    const dialog = page.getByRole("dialog", { name: "Leave Green Harbour?" });
    await expectAccessible(page, "the question before leaving");
    await dialog.getByRole("button", { name: "Leave organization" }).click();
    await expect(page.getByText("Only you so far.")).toBeVisible();
    await expect(lineOf(page, "Nia Newcomer")).toHaveCount(0);
    await newcomer.reload();
    await expect(newcomer.getByText("Only you so far.")).toBeVisible();
    await expect(newcomer.getByText("Green Harbour")).toBeVisible();
  });
});

test("an existing account joins, and its removal ends all its sessions", async ({ page, visitor, mail }) => {
  const owner = await createAccount(mail, newPerson("Olive Owner"));
  const person = await createAccount(mail, newPerson("Ada Account"));
  await signIn(page, owner);
  await invite(page, person.email, "Organization admin");
  const link = await mail.link(person.email, invitationSubject);
  const joiner = await visitor();

  await test.step("another account is asked to sign out first", async () => {
    await page.goto(link);
    await expect(page.getByText(`but you're signed in as ${owner.email}`)).toBeVisible();
    await expectAccessible(page, "/join as somebody else");
  });

  await test.step("the invited account signs in, without the token in a URL", async () => {
    await joiner.goto(link);
    await expectAccessible(joiner, "/join with an account");
    await joiner.getByRole("button", { name: "Sign in to join" }).click();
    await expect(joiner).toHaveURL(/\/login\?/);
    expect(joiner.url()).not.toContain("token");
    await submitSignIn(joiner, person);
    await expect(joiner.getByText("will move there from")).toBeVisible();
    await expect(joiner).toHaveURL(/\/join$/);
    await expectAccessible(joiner, "/join as oneself");
    await joiner.getByRole("button", { name: "Join organization" }).click();
    await joiner.getByRole("link", { name: "View members" }).click();
    await expect(lineOf(joiner, "Ada Account").getByText("Organization admin", { exact: true })).toBeVisible();
    await expect(joiner.getByRole("button", { name: "Remove: Olive Owner" })).toBeHidden();
  });

  await test.step("the owner removes them", async () => {
    await page.goto("/account/team");
    await page.getByRole("button", { name: "Remove: Ada Account" }).click();
    await expect(page.getByRole("dialog", { name: /^Remove Ada Account from/ })).toContainText(person.email);
    await expectAccessible(page, "the question before a removal");
    await page.getByRole("button", { name: "Remove Ada Account" }).click();
    await expect(lineOf(page, "Ada Account")).toHaveCount(0);
    await mail.arrived(person.email, /^You were removed from an organization/);
    await joiner.reload();
    await expect(joiner).toHaveURL(/\/login/);
  });
});

test("signing out meanwhile keeps the invitation", async ({ page, visitor, mail }) => {
  const owner = await createAccount(mail, newPerson("Olive Owner"));
  const other = await createAccount(mail);
  const person = newPerson("Nia Newcomer");
  const inviter = await visitor();
  await signIn(inviter, owner);
  await invite(inviter, person.email);
  await signIn(page, other);
  await page.goto(await mail.link(person.email, invitationSubject));
  await page.getByRole("button", { name: "Sign out and continue" }).click();
  await expect(page.getByLabel("Email")).toHaveValue(person.email);
  await expect(page).toHaveURL(/\/join$/);

  await inviter.getByRole("button", { name: `Revoke: ${person.email}` }).click();
  await inviter.getByRole("button", { name: "Revoke invitation" }).click();
  await expect(inviter.getByText("No open invitations.")).toBeVisible();
  await page.getByLabel("Name").fill(person.name);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "This invitation is no longer valid" })).toBeVisible();
});

test("an owner adds a domain, copies its TXT record and sees why it isn't verified", async ({ page, mail }) => {
  const owner = await createAccount(mail, newPerson("Olive Owner"));
  const domain = owner.email.split("@")[1] ?? "";
  await signIn(page, owner);
  await page.goto("/account/team");
  await page.getByLabel("Domain").fill(domain);
  await page.getByRole("button", { name: "Add domain" }).click();
  await expect(page.getByText(/^foyer-verify=/)).toBeVisible();
  await page.getByRole("button", { name: `Verify: ${domain}` }).click();
  await expect(page.getByRole("alert").getByText("We couldn't find the TXT record.")).toBeVisible();
  await inspect(page, "/account/team with a domain");
});
