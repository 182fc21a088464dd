import { expect, it } from "vitest";
import type { Profile } from "@/lib/core/users/profile";
import { toProfile } from "./serialize";

const profile: Profile = {
  id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  email: "jane@company.com",
  name: "Jane Doe",
  phone: null,
  role: "owner",
  isAdmin: false,
  emailVerified: true,
  mfaEnabled: false,
  preferredEnvironment: "sandbox",
  tenant: {
    id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c12",
    name: "Acme Inc",
    plan: "FREE",
    buyerMode: "OTHER",
    environments: { sandbox: "active", production: "none" },
  },
  createdAt: new Date("2025-01-15T10:30:00Z"),
  updatedAt: new Date("2025-01-15T10:30:00Z"),
};

it.each([
  ["Jane Doe", "Jane", "Doe"],
  ["Jane Mary Doe", "Jane Mary", "Doe"],
  ["Jane  Doe", "Jane", "Doe"],
  ["Jane", "Jane", ""],
])("takes %s apart at the last space", (name, firstName, lastName) => {
  expect(toProfile({ ...profile, name })).toMatchObject({ firstName, lastName });
});

it("writes ids without hyphens, from which the uuid can be read back, and dates with milliseconds", () => {
  const { id, tenantId, createdAt } = toProfile(profile);
  expect(id).toBe("usr_0199aa3e5b7c7c319d0e0b5a2f6f3c11");
  expect(tenantId).toBe("tnt_0199aa3e5b7c7c319d0e0b5a2f6f3c12");
  expect(createdAt).toBe("2025-01-15T10:30:00.000Z");
  expect(id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")).toBe(profile.id);
});
