import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { testContext } from "@/tests/support/test-context";
import { createApp } from "../create-app";
import { parseEnv } from "../env";
import { sayWhereToGo } from "./where-to-go";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function said(variables: Record<string, string>): Promise<string> {
  const { database } = await testContext();
  const env = parseEnv({ DATABASE_URL: database.url, AUTH_SECRET: "x".repeat(32), LOG_LEVEL: "silent", ...variables });
  const app = createApp(env, { databaseUrl: database.url });
  stops.push(() => app.close());
  const lines: string[] = [];
  await sayWhereToGo(app, (line) => lines.push(line));
  return lines.join("\n");
}

const publicly = { APP_URL: "https://foyer.example.com", SETUP_TOKEN: "a token of the operator" };

it("sends who tries Foyer on their own machine to the set-up and the mailbox, without a token", async () => {
  expect(await said({})).toBe(
    "Foyer is running at http://localhost:3000\n" +
      "Create the first admin at http://localhost:3000/setup\n" +
      "No email provider is set. Read email at http://localhost:3000/dev/mailbox",
  );
});

it("prints the setup token that it made for a public installation", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-setup-"));
  const { APP_URL } = publicly;
  const lines = await said({ APP_URL, DATA_DIR: dataDir });
  expect(lines).toContain(`\nSetup token: ${readFileSync(join(dataDir, "setup.token"), "utf8").trim()}\n`);
  rmSync(dataDir, { recursive: true });
});

it("keeps the operator's own setup token out of the log, and says where email is", async () => {
  expect(await said(publicly)).toBe(
    "Foyer is running at https://foyer.example.com\n" +
      "Create the first admin at https://foyer.example.com/setup\n" +
      "No email provider is set, so email isn't sent. Admins see it at https://foyer.example.com/admin/mail. " +
      "Set RESEND_API_KEY or SMTP_URL.",
  );
});

it("warns of a mailbox that was opened to everyone", async () => {
  expect(await said({ ...publicly, DEV_MAILBOX: "on" })).toContain("DEV_MAILBOX=on shows every email");
});

it("says nothing of email where a provider takes it", async () => {
  expect(await said({ ...publicly, RESEND_API_KEY: "re_1" })).not.toContain("email");
});
