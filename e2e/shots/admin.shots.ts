import { admin, invite, newPerson, requestAccess, signIn } from "../accounts";
import { expect, test } from "../fixtures";
import { shoot } from "./shoot";

test("the queue", async ({ page, mail }) => {
  await signIn(page, admin);
  await page.goto("/admin/requests?tab=rejected");
  await shoot(page, "requests-none");
  const [first, last] = [newPerson("Grace Hopper"), newPerson("A Person With A Remarkably Long Name That Goes On")];
  await requestAccess(first);
  await requestAccess(newPerson("Edsger Dijkstra"));
  await requestAccess(last);
  await invite(newPerson("Barbara Liskov"), mail);
  await page.goto("/admin/requests");
  await shoot(page, "requests");
  await page.getByRole("button", { name: new RegExp(first.email) }).click();
  await expect(page.getByRole("heading", { name: first.name })).toBeVisible();
  await shoot(page, "requests-open");
  await page.getByRole("button", { name: "Reject", exact: true }).click();
  await expect(page.getByRole("dialog", { name: /^Reject the request from/ })).toBeVisible();
  await shoot(page, "requests-rejecting");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(page.getByText(`Approved ${first.name}`)).toBeVisible();
  await shoot(page, "requests-approved");
  await page.goto(`/admin/requests?tab=all&q=${encodeURIComponent(first.email)}`);
  await page.getByRole("button", { name: new RegExp(first.email) }).click();
  await expect(page.getByRole("heading", { name: first.name })).toBeVisible();
  await shoot(page, "requests-decided");
  await page.goto("/admin/requests?q=nobody-is-called-like-that");
  await shoot(page, "requests-nothing-found");
});

test("the emails", async ({ page, mail }) => {
  const person = newPerson();
  await invite(person, mail);
  await signIn(page, admin);
  await page.goto("/admin/mail");
  await shoot(page, "mail");
  await page.getByRole("link", { name: person.email }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await shoot(page, "mail-message");
});

test("the diagnostics", async ({ page }) => {
  await signIn(page, admin);
  await page.goto("/admin/doctor");
  await expect(page.getByRole("heading", { name: "Database", exact: true })).toBeVisible();
  await shoot(page, "doctor");
});
