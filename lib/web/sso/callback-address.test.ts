import { NextRequest } from "next/server";
import { expect, it } from "vitest";
import { isUnreadable } from "./callback-address";

const place = "http://localhost:3000/api/auth/signin/github";
const inQuery = (address: string) => new NextRequest(`${place}?${new URLSearchParams({ callbackUrl: address })}`);
const inForm = (address: string) =>
  new NextRequest(place, { method: "POST", body: new URLSearchParams({ json: "true", callbackUrl: address }) });
const asJson = (body: string) =>
  new NextRequest(place, { method: "POST", body, headers: { "Content-Type": "application/json" } });
const inJson = (address: string) => asJson(JSON.stringify({ callbackUrl: address }));
const inCookie = (address: string, name = "foyer_sso_next") =>
  new NextRequest(place, { headers: { Cookie: `${name}=${encodeURIComponent(address)}` } });
const ways = { inQuery, inForm, inJson, inCookie };

it.each([
  "http://localhost:3210.evil.example/",
  "http://",
  "http://[",
  "http://a b/",
  "localhost:3000",
  "javascript:alert(1)",
  "data:,x",
  "//[",
  "http://localhost:99999/",
  "https://%00/",
  "account",
  " ",
  "\u0000",
])("takes the address %j for one that next-auth would stumble over, by every way", async (address) => {
  for (const [way, request] of Object.entries(ways)) {
    expect({ way, isUnreadable: await isUnreadable(request(address)) }).toEqual({ way, isUnreadable: true });
  }
});

it.each(["/account", "http://localhost:3000/account", "https://elsewhere.example/", ""])(
  "leaves %j to next-auth, by every way",
  async (address) => {
    for (const [way, request] of Object.entries(ways)) {
      expect({ way, isUnreadable: await isUnreadable(request(address)) }).toEqual({ way, isUnreadable: false });
    }
  },
);

it.each(["", "{", "null", '{"callbackUrl":1}', '{"callbackUrl":{}}'])("refuses the JSON %j", async (body) => {
  expect(await isUnreadable(asJson(body === "" ? " " : body))).toBe(true);
});

it("looks at the cookies of next-auth's own names, and leaves the body to be read", async () => {
  expect(await isUnreadable(inCookie("http://[", "__Secure-next-auth.callback-url"))).toBe(true);
  expect(await isUnreadable(inCookie("http://[", "theme"))).toBe(false);
  const request = inForm("/account");
  await isUnreadable(request);
  expect(await request.text()).toContain("callbackUrl");
});
