import { expect, it, onTestFinished, vi } from "vitest";
import { createApp } from "@/lib/platform/create-app";
import { parseEnv } from "@/lib/platform/env";
import { startProxy } from "@/tests/support/database-proxy";
import { startStubResend } from "@/tests/support/stub-resend";
import { testContext } from "@/tests/support/test-context";
import { startMailWorker } from "./worker";

const soon = { timeout: 30_000 };

it("a mail that was in hand when the database went away is taken up when it is back, and delivered once", async () => {
  const { database } = await testContext();
  const proxy = await startProxy(database.url);
  const resend = await startStubResend();
  const env = parseEnv({
    DATABASE_URL: proxy.url,
    AUTH_SECRET: "test secret of at least thirty-two characters",
    LOG_LEVEL: "silent",
    RESEND_API_KEY: "re_test",
    RESEND_BASE_URL: resend.url,
  });
  const app = createApp(env, { databaseUrl: proxy.url });
  const worker = await startMailWorker(app);
  onTestFinished(async () => {
    await worker.stop();
    await app.close();
    await resend.stop();
    await proxy.stop();
  });
  vi.spyOn(console, "trace").mockImplementation(() => undefined);
  resend.fault = "silence";
  const props = { name: "Jane", url: "http://localhost:3000/verify-email", expiresAt: new Date(Date.now() + 60_000) };
  const id = await app.db.$transaction((tx) =>
    app.mailer.enqueue(tx, { template: "verify-email", to: "jane@company.example", locale: "en", props }),
  );
  await vi.waitFor(() => expect(resend.deliveries).toHaveLength(1), soon);
  proxy.set("closed");
  resend.fault = null;
  proxy.set("clear");
  await vi.waitFor(async () => {
    expect(await app.db.mail.findUniqueOrThrow({ where: { id: id ?? "" } })).toMatchObject({ state: "SENT" });
  }, soon);
  expect(resend.requests.length).toBeGreaterThan(1);
  expect(resend.deliveries).toHaveLength(1);
});
