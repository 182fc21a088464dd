import { expect, it } from "vitest";
import { otpauthUrl } from "./totp";

it.each(["Acme", "Acme: Portal", "Acme & Co", "Größe", "Acme/EU", "A+B", "Acme:EU:2"])(
  "gives authenticator apps one colon between the issuer and the account: %s",
  (name) => {
    const issuer = name.replace(/\s*:\s*/g, " ");
    for (const email of ["jane+foyer@acme.example", "o'neil@acme.example"]) {
      const url = new URL(otpauthUrl(name, email, "JBSWY3DPEHPK3PXP"));
      expect(url.searchParams.get("issuer")).toBe(issuer);
      expect(decodeURIComponent(url.pathname.split("/").at(-1) ?? "").split(":")).toEqual([issuer, email]);
    }
  },
);
