import { admin } from "../accounts";
import { expect, test } from "../fixtures";
import { shoot } from "./shoot";

test("the first admin is made", async ({ page }) => {
  await page.goto("/setup");
  await shoot(page, "setup");
  await page.getByLabel("Setup token").fill("not the one that was printed");
  await page.getByLabel("E-mail").fill("ada@");
  await page.getByLabel("Password", { exact: true }).fill("harbour");
  await page.getByRole("button", { name: "Create admin" }).click();
  await expect(page.getByText("3 fields need another look.")).toBeVisible();
  await shoot(page, "setup-problems");

  await page.getByLabel("Setup token").fill(process.env.SETUP_TOKEN ?? "");
  await page.getByLabel("Name").fill(admin.name);
  await page.getByLabel("E-mail").fill(admin.email);
  await page.getByLabel("Organization").fill("Harbour Works");
  await page.getByLabel("Password", { exact: true }).fill(admin.password);
  await expect(page.getByText("hard to guess.", { exact: false })).toBeVisible();
  await shoot(page, "setup-filled");
  await page.getByRole("button", { name: "Create admin" }).click();
  await expect(page.getByText("The first admin exists now. Sign in.")).toBeVisible();
  await shoot(page, "login-after-setup");
  await page.goto("/setup");
  await shoot(page, "setup-done");
});
