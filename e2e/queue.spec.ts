import type { Page } from "@playwright/test";
import { type Account, admin, newPerson, requestAccess, signIn } from "./accounts";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

let sequence = 0;

/** Requests that a search for `word` finds alone. */
async function requests(names: string[]): Promise<{ word: string; people: Account[] }> {
  sequence += 1;
  const word = `q${Date.now().toString(36)}${process.pid}x${sequence}`;
  const people = names.map((name) => newPerson(`${name} ${word}`));
  // In sequence, which is the queue's order.
  for (const person of people) await requestAccess(person);
  return { word, people };
}

function row(page: Page, person: Account) {
  return page.getByRole("button", { name: new RegExp(person.email) });
}

async function findByKeyboard(page: Page, word: string, people: Account[]): Promise<void> {
  await page.goto("/admin/requests");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(page.getByRole("searchbox", { name: "Search requests" })).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.type(word);
  await page.keyboard.press("Enter");
  // Wait for the search to finish.
  await expect(page.getByText(`${people.length} requests shown`)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(row(page, people[0] as Account)).toBeFocused();
}

test.beforeEach(async ({ page }) => {
  await signIn(page, admin);
});

test("approves, undoes, snoozes, rejects and annotates by keyboard only", async ({ page }) => {
  const { word, people } = await requests(["Alice", "Bela", "Chen", "Dora"]);
  const [alice, bela, chen, dora] = people as [Account, Account, Account, Account];
  await findByKeyboard(page, word, people);

  await test.step("approving opens the next request and can be undone", async () => {
    await page.keyboard.press("a");
    await expect(page.getByText(`Approved ${alice.name}`)).toBeVisible();
    await expect(row(page, alice)).toBeHidden();
    await expect(row(page, bela)).toBeFocused();
    await page.keyboard.press("z");
    await expect(page.getByText("Decision undone")).toBeVisible();
    await expect(row(page, alice)).toBeVisible();
  });

  await test.step("snoozing until tomorrow removes it from New", async () => {
    await page.keyboard.press("s");
    const dialog = page.getByRole("dialog", { name: `Snooze the request from ${bela.name}?` });
    await expect(dialog.getByRole("button", { name: /^Tomorrow/ })).toBeFocused();
    await expectAccessible(page, "the question before a snooze");
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(row(page, bela)).toBeHidden();
    await expect(row(page, chen)).toBeFocused();
  });

  await test.step("shortcuts are off while a note is written", async () => {
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: chen.name })).toBeVisible();
    await page.keyboard.press("n");
    const note = page.getByLabel("Internal note");
    await expect(note).toBeFocused();
    await page.keyboard.type("a risky jar, ask sales");
    await expect(note).toHaveValue("a risky jar, ask sales");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("listitem").filter({ hasText: "a risky jar, ask sales" })).toBeVisible();
    await expectAccessible(page, "a request beside the queue");
  });

  await test.step("rejecting asks for a reason", async () => {
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("r");
    const dialog = page.getByRole("dialog", { name: `Reject the request from ${chen.name}?` });
    await expect(dialog.getByLabel("Reason (optional)")).toBeFocused();
    await page.keyboard.type("Not yet in your region");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await page.keyboard.press("r");
    await expect(dialog.getByLabel("Reason (optional)")).toHaveValue("Not yet in your region");
    await dialog.getByRole("button", { name: "Reject" }).press("Enter");
    await expect(page.getByText(`Rejected ${chen.name}`)).toBeVisible();
    await expect(row(page, chen)).toBeHidden();
    await expect(page.getByRole("heading", { name: dora.name })).toBeVisible();
    await expect(row(page, dora)).toBeFocused();
  });

  await test.step("a shortcut lists the shortcuts", async () => {
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await expectAccessible(page, "the keys");
    await page.keyboard.press("Escape");
    await expect(row(page, dora)).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("heading", { name: dora.name })).toBeHidden();
  });

  await test.step("each request is in its new list", async () => {
    await page.goto(`/admin/requests?tab=snoozed&q=${word}`);
    await row(page, bela).click();
    await page.getByRole("button", { name: "Unsnooze" }).click();
    await expect(page.getByText(`Moved ${bela.name} back to New`)).toBeVisible();
    await page.goto(`/admin/requests?tab=rejected&q=${word}`);
    await row(page, chen).click();
    await expect(page.getByText("Not yet in your region").first()).toBeVisible();
    await page.getByRole("button", { name: "Reopen" }).click();
    await expect(row(page, chen)).toBeHidden();
  });
});

test("tells the second of two reviewers who decided first", async ({ page, visitor }) => {
  const { word, people } = await requests(["Emil", "Fay"]);
  const [emil, fay] = people as [Account, Account];
  const other = await visitor();
  await signIn(other, admin);
  for (const browser of [page, other]) {
    await browser.goto(`/admin/requests?q=${word}`);
    await expect(row(browser, emil)).toBeVisible();
  }
  await other.getByRole("button", { name: `Approve ${emil.name}` }).click();
  await expect(other.getByText(`Approved ${emil.name}`)).toBeVisible();
  await page.getByRole("button", { name: `Reject ${emil.name}` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Reject" }).click();
  await expect(dialog.getByText(new RegExp(`^Already approved by ${admin.name}, `))).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(row(page, emil)).toBeHidden();

  await other.getByRole("button", { name: `Approve ${fay.name}` }).click();
  await expect(other.getByText(`Approved ${fay.name}`)).toBeVisible();
});

test("decides several requests with a preview, a result for each and one undo", async ({ page, visitor }) => {
  const { word, people } = await requests(["Gita", "Hugo", "Ines"]);
  const [gita, hugo, ines] = people as [Account, Account, Account];
  await findByKeyboard(page, word, people);
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(row(page, ines)).toBeFocused();
  await page.keyboard.press("Shift+X");
  await expect(page.getByText("3 selected")).toBeVisible();
  await expectAccessible(page, "a selection");

  await page.keyboard.press("a");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("We'll email 3 people.")).toBeVisible();
  await expectAccessible(page, "the look ahead");

  const other = await visitor();
  await signIn(other, admin);
  await other.goto(`/admin/requests?q=${word}`);
  await other.getByRole("button", { name: `Reject ${hugo.name}` }).click();
  await other.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await expect(other.getByText(`Rejected ${hugo.name}`)).toBeVisible();

  await dialog.getByRole("button", { name: "Approve 3" }).click();
  await expect(page.getByRole("dialog", { name: "2 done, 1 failed" })).toBeVisible();
  await expect(dialog.getByRole("listitem").filter({ hasText: hugo.name })).toContainText(
    `Already rejected by ${admin.name}`,
  );
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.keyboard.press("z");
  await expect(page.getByText("2 decisions undone")).toBeVisible();
  await expect(row(page, gita)).toBeVisible();
  await expect(row(page, ines)).toBeVisible();
  await expect(row(page, hugo)).toBeHidden();
});

test("keeps filters in the URL and shows them as removable chips", async ({ page }) => {
  const { word, people } = await requests(["Jana"]);
  const [jana] = people as [Account];
  await page.goto(`/admin/requests?q=${word}`);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const filters = page.getByRole("dialog", { name: "Filter" });
  await expectAccessible(page, "the filters");
  await filters.getByLabel("Domain", { exact: true }).selectOption("Free email");
  await expect(page).toHaveURL(/domainKind=free/);
  await page.keyboard.press("Escape");
  await expect(page.getByText("No requests match.")).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: "Remove filter Domain: Free email" }).click();
  await expect(row(page, jana)).toBeVisible();
  await page.getByRole("searchbox", { name: "Search requests" }).fill(`@${jana.email.split("@")[1]}`);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=@company/);
  await expect(row(page, jana)).toBeVisible();
  await page.goto(`/admin/requests?q=${word}&assignee=none&sort=domain`);
  await expect(row(page, jana)).toBeVisible();
});

test("previews the email of an approval", async ({ page, mail }) => {
  const { word, people } = await requests(["Kiri"]);
  const [kiri] = people as [Account];
  await page.goto(`/admin/requests?q=${word}`);
  await row(page, kiri).click();
  await page.getByRole("button", { name: "Preview email" }).click();
  const dialog = page.getByRole("dialog", { name: `Email to ${kiri.name}` });
  await dialog.getByLabel("Note to the applicant (optional)").fill(`Welcome, ${word}.`);
  await expect(dialog.frameLocator("iframe").getByText(`Welcome, ${word}.`)).toBeVisible();
  await dialog.getByRole("button", { name: "Text" }).click();
  await expect(dialog.getByText(`Welcome, ${word}.`).last()).toBeVisible();
  await expectAccessible(page, "the mail before it is sent");
  await dialog.getByRole("button", { name: "Send me a test" }).click();
  await expect(page.getByText(`Test sent to ${admin.email}.`)).toBeVisible();
  await mail.arrived(admin.email, /is approved/);
  await dialog.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(page.getByText(`Approved ${kiri.name}`)).toBeVisible();
});

test("shows cards and a sheet on a phone", async ({ page }) => {
  const { word, people } = await requests(["Lena With A Remarkably Long Name", "Milo"]);
  const [lena, milo] = people as [Account, Account];
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`/admin/requests?q=${word}`);
  await row(page, lena).click();
  const sheet = page.getByRole("dialog", { name: "Request" });
  await expect(sheet.getByRole("heading", { name: lena.name })).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(360);
  await expectAccessible(page, "a request on a phone");
  await sheet.getByRole("button", { name: "Next" }).click();
  await expect(sheet.getByRole("heading", { name: milo.name })).toBeVisible();
  await page.goBack();
  await expect(sheet).toBeHidden();
  await expect(row(page, lena)).toBeVisible();
  await expectAccessible(page, "the queue on a phone");
});
