import { describe, expect, it } from "vitest";
import { requestSourceHeader, writeRequestSource } from "@/lib/values/request-source";
import { createUser } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { testContext } from "@/tests/support/test-context";

const path = "/dashboard/admin/doctor";

describe("the doctor's examination", () => {
  it("is for admins alone", async () => {
    const test = await testContext();
    const client = new NativeClient(test);
    expect((await client.get(path)).status).toBe(401);
    await client.signIn(await createUser(test));
    expect((await client.get(path)).error).toMatchObject({ code: "FORBIDDEN" });
  });

  it("names each check with its state, what was seen and what to do, in the reader's language", async () => {
    const test = await testContext();
    const client = new NativeClient(test);
    await client.signIn(await createUser(test, { isAdmin: true }));
    const { data } = await client.get(path, { headers: { "accept-language": "de" } });
    expect(data).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({ check: "migrations", state: "ok" }),
        expect.objectContaining({ check: "address", state: "skipped", code: "browser_needed" }),
        expect.objectContaining({
          check: "admins",
          code: "admins_one",
          seen: expect.stringContaining("Nur ein aktiver Administrator"),
        }),
      ]),
    });
  });

  it("judges the way on which the very request came", async () => {
    const test = await testContext();
    const client = new NativeClient(test);
    await client.signIn(await createUser(test, { isAdmin: true }));
    const requestSource = writeRequestSource({
      socketAddress: "10.0.0.2",
      host: "localhost:3000",
      forwardedFor: "6.6.6.6",
      forwardedHost: null,
      forwardedProto: null,
    });
    const { data } = await client.get(path, { headers: { [requestSourceHeader]: requestSource } });
    const findings = expect.arrayContaining([expect.objectContaining({ check: "proxy", code: "proxy_unknown" })]);
    expect(data).toMatchObject({ findings });
  });

  it("says nothing of the secrets that it looked at", async () => {
    const test = await testContext();
    const client = new NativeClient(test);
    await client.signIn(await createUser(test, { isAdmin: true, mfa: true }));
    const { password } = new URL(test.database.url);
    expect(password).not.toBe("");
    expect(JSON.stringify((await client.get(path)).data)).not.toContain(password);
  });
});
