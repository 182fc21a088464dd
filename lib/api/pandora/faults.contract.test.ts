import { describe, expect, it } from "vitest";
import { createApi } from "@/lib/api/create-api";
import { BearerClient } from "@/tests/support/bearer-client";
import { ownerPassword, setUpPandora } from "@/tests/support/pandora";
import { testContext } from "@/tests/support/test-context";
import { pandora } from "./api";

describe("faults", () => {
  it("500 internal_error: without detail", async () => {
    const test = await testContext();
    await setUpPandora(new BearerClient(test, pandora));
    test.log.expectProblems();
    const hasher = { ...test.hasher, verify: () => Promise.reject(new Error("secret detail")) };
    const broken = new BearerClient({ ...test, app: { ...test.app, hasher } }, pandora);
    const fault = await broken.post("/api/auth/login", { password: ownerPassword });
    expect(fault).toMatchObject({ status: 500, body: { error: "internal_error" } });
    expect(JSON.stringify(test.log.problems)).not.toContain(ownerPassword);
  });

  it("answers 404 as uncached JSON when the API is switched off", async () => {
    const test = await testContext({ config: { compatApis: [] } });
    for (const path of ["/compat/pandora", "/compat/nowhere", "/compat", "/elsewhere"]) {
      const answer = await createApi(test.app).request(`http://localhost:3000${path}`);
      expect({ path, status: answer.status }).toEqual({ path, status: 404 });
      expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(await answer.json()).toEqual({ error: "not_found" });
    }
  });
});
