import { describe, expect, it } from "vitest";
import type { AccessRequestDetail } from "@/lib/core/access-requests/detail";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import { patched, patchedDetail } from "./use-patches";

const request = (id: string, version: number, status: AccessRequestView["status"] = "pending") =>
  ({ id, version, status }) as AccessRequestView;

describe("a list that is ahead of the server", () => {
  const list = [request("a", 3), request("b", 1)];

  it("leaves out what was decided, before the server has sent it anew", () => {
    expect(patched(list, new Map([["a", request("a", 4, "approved")]]), { tab: "new" })).toEqual([request("b", 1)]);
  });

  it("keeps it where decided ones stand, too", () => {
    const shown = patched(list, new Map([["a", request("a", 4, "approved")]]), { tab: "all" });
    expect(shown).toEqual([request("a", 4, "approved"), request("b", 1)]);
    expect(patched(shown, new Map(), { tab: "all", status: "pending" })).toHaveLength(2);
  });

  it("believes the server once it knows as much", () => {
    const undone = [request("a", 5), request("b", 1)];
    expect(patched(undone, new Map([["a", request("a", 4, "approved")]]), { tab: "new" })).toEqual(undone);
  });

  it("shows nothing of what was erased", () => {
    expect(patched(list, new Map([["b", "erased"]]), { tab: "all" })).toEqual([request("a", 3)]);
  });

  it("shows the open request as it is by now, with all that only the server has sent", () => {
    const detail = { ...request("a", 3), ip: "192.0.2.1" } as AccessRequestDetail;
    const decided = new Map([["a", request("a", 4, "approved")]]);
    expect(patchedDetail(detail, decided)).toEqual({ ...detail, version: 4, status: "approved" });
    expect(patchedDetail({ ...detail, version: 5 }, decided)).toMatchObject({ version: 5, status: "pending" });
  });
});
