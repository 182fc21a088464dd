import type { Page } from "@playwright/test";
import { type Account, admin, newPerson, requestAccess, signIn } from "./accounts";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

const received = /^We received your request/;

function domainOf(person: Account): string {
  return person.email.slice(person.email.indexOf("@") + 1);
}

async function onRequest(page: Page, person: Account, act: string, body: object = {}): Promise<void> {
  const found = await page.request.get(`/dashboard/admin/access-requests?q=${encodeURIComponent(person.email)}`);
  const { data } = (await found.json()) as { data: { items: { id: string }[] } };
  const answer = await page.request.post(`/dashboard/admin/access-requests/${data.items[0]?.id}/${act}`, {
    data: body,
    headers: { "X-Pacspace-CSRF": "1" },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
}

async function statusOf(page: Page, person: Account): Promise<string | undefined> {
  const found = await page.request.get(`/dashboard/admin/access-requests?q=${encodeURIComponent(person.email)}`);
  const { data } = (await found.json()) as { data: { items: { status: string }[] } };
  return data.items[0]?.status;
}

test("a rule for a partner's domain approves its applicants without a review", async ({ page, visitor, mail }) => {
  test.setTimeout(240_000);
  const person = newPerson("Partner Person");
  const name = `Partner ${domainOf(person)}`;
  await signIn(page, admin);
  await page.goto("/admin/rules");

  await test.step("an admin tests and creates it", async () => {
    await page.getByRole("button", { name: "New rule" }).click();
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Domains and email addresses", { exact: true }).fill(`@${domainOf(person)}`);
    await page.getByLabel("Action", { exact: true }).selectOption({ label: "Approve" });
    await page.getByRole("button", { name: "Test on the last 100 requests" }).click();
    await expect(page.getByText("0 approved")).toBeVisible();
    await expectAccessible(page, "a rule that is being written");
    await page.getByRole("button", { name: "Save rule" }).click();
    await expect(page.getByRole("heading", { name })).toBeVisible();
  });

  await test.step("a dry run shows its effect without applying it", async () => {
    await page.getByLabel("Email address to test").fill(person.email);
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await expect(page.getByText("Would be approved")).toBeVisible();
    await expect(page.getByText(`by “${name}”`).first()).toBeVisible();
    await expectAccessible(page, "/admin/rules with a dry run");
    expect(await mail.count(person.email, /./)).toBe(0);
  });

  await test.step("an applicant of the domain requests access and signs up", async () => {
    const applicant = await visitor();
    await requestAccess(person);
    await applicant.goto(await mail.link(person.email, /is approved/));
    await applicant.getByLabel("Password", { exact: true }).fill(person.password);
    await applicant.getByRole("button", { name: "Create account" }).click();
    await expect(applicant.getByRole("heading", { name: "Check your inbox" })).toBeVisible();
  });

  await test.step("the rule shows its count, is turned off and removed", async () => {
    await page.reload();
    const row = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
    await expect(row.getByText("1 match,")).toBeVisible();
    await row.getByRole("button", { name: "Turn off" }).click();
    await expect(row.getByRole("button", { name: "Turn on" })).toBeVisible();
    await row.getByRole("button", { name: "Remove" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove rule" }).click();
    await expect(page.getByRole("heading", { name })).toBeHidden();
  });
});

test("an applicant sees the status, answers a question and gets a new invitation", async ({ page, visitor, mail }) => {
  test.setTimeout(240_000);
  const person = newPerson("Asked Applicant");
  const applicant = await visitor();
  const scanner = await visitor();
  await requestAccess(person);
  const link = await mail.link(person.email, received);
  await signIn(page, admin);

  await applicant.goto(link);
  await expect(applicant.getByRole("heading", { name: "We're reviewing your request" })).toBeVisible();
  await expectAccessible(applicant, "the page of a request that waits");

  await onRequest(page, person, "ask", { question: "Which models do you route to?" });
  const asked = await mail.link(person.email, /^A question about your request/);
  // A link scanner opens the page without clicking.
  await scanner.goto(asked);
  await expect(scanner.getByText("Which models do you route to?")).toBeVisible();
  expect(await statusOf(page, person)).toBe("needs_info");

  await applicant.goto(asked);
  await applicant.getByRole("button", { name: "Send answer" }).click();
  await expect(applicant.getByText("This field is required.")).toBeVisible();
  await expectAccessible(applicant, "the page of a question");
  await applicant.getByLabel("Your answer").fill("Two of the large ones.");
  await applicant.getByRole("button", { name: "Send answer" }).click();
  await expect(applicant.getByRole("heading", { name: "Answer sent" })).toBeVisible();
  expect(await statusOf(page, person)).toBe("pending");
  await applicant.goto(asked);
  await expect(applicant.getByRole("heading", { name: "We're reviewing your request" })).toBeVisible();

  await onRequest(page, person, "approve");
  const first = await mail.link(person.email, /is approved/);
  await applicant.goto(link);
  await expect(applicant.getByRole("heading", { name: "Your request is approved" })).toBeVisible();
  await expectAccessible(applicant, "the page of an approved request");
  await applicant.getByRole("button", { name: "Send new link" }).click();
  await expect(applicant.getByRole("heading", { name: "Check your inbox" })).toBeVisible();
  const second = await mail.link(person.email, /is approved/, { not: first });
  await applicant.goto(second);
  await expect(applicant.getByRole("button", { name: "Create account" })).toBeVisible();
});

test("a rejected request stays closed, and an altered link is invalid", async ({ page, mail }) => {
  const person = newPerson("Rejected Applicant");
  await requestAccess(person);
  const link = await mail.link(person.email, received);
  await signIn(page, admin);
  await onRequest(page, person, "reject", { reason: "Their region.", notify: false });
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This request is closed" })).toBeVisible();
  await expect(page.getByText("Their region.")).toBeHidden();
  await page.goto(`${link.slice(0, -1)}${link.endsWith("A") ? "Q" : "A"}`);
  await expect(page.getByRole("heading", { name: "This link isn't valid" })).toBeVisible();
});

test("an admin writes a reply template and chooses request notices", async ({ page }) => {
  const title = `Which region, ${newPerson().email}`;
  await signIn(page, admin);
  await page.goto("/admin/settings/templates");
  await page.getByRole("button", { name: "New template: Questions" }).click();
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Text", { exact: true }).fill("In which region will you use it?");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await page.getByRole("button", { name: `Remove: ${title}` }).click();
  await expect(page.getByRole("heading", { name: title })).toBeHidden();
});
