import { describe, expect, it } from "vitest";
import { testContext } from "@/tests/support/test-context";
import { listDocuments, readDocument } from "./documents";

describe("the OpenAPI documents in docs/api", () => {
  it("are the ones that the server answers (`npm run openapi` writes them)", async () => {
    const { app } = await testContext();
    for (const link of listDocuments(app)) {
      const document = await readDocument(app, link);
      await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot(
        `../../docs/api/${link.slug}.openapi.json`,
      );
    }
  });
});
