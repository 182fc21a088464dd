import { createLoader } from "nuqs/server";
import { describe, expect, it } from "vitest";
import { queueParams, toQuery, toQueueFilter } from "./queue-params";

const load = createLoader(queueParams);
const filterOf = (query: string) => toQueueFilter(load(new URLSearchParams(query)));

describe("the queue's address", () => {
  it("asks for what is new when it says nothing", () => {
    expect(filterOf("")).toEqual({ tab: "new" });
  });

  it("keeps every filter, and gives the same address back", () => {
    const query = "tab=all&q=%40acme.example&sort=domain&domainKind=free&verified=yes&assignee=me&from=2026-11-01";
    expect(filterOf(query)).toEqual({
      tab: "all",
      q: "@acme.example",
      sort: "domain",
      domainKind: "free",
      verified: "yes",
      assignee: "me",
      from: "2026-11-01",
    });
    expect(filterOf(toQuery(filterOf(query)))).toEqual(filterOf(query));
  });

  it("loses a filter that cannot be, and nothing else", () => {
    const query = `tab=nowhere&status=all&assignee=somebody&from=yesterday&buyerMode=;drop&tokenState=failed&q=${"x".repeat(300)}`;
    expect(filterOf(query)).toEqual({ tab: "new", tokenState: "failed" });
  });
});
