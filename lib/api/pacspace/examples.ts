/** Examples of the OpenAPI document, shared by several endpoints. */
export const exampleId = "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11";
export const exampleMoment = "2026-09-30T09:00:00.000Z";

export const exampleProfile = {
  id: exampleId,
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
    buyerMode: "DIRECT_INFERENCE_VENDOR",
    environments: { sandbox: "active", production: "none" },
  },
  createdAt: exampleMoment,
} as const;

export const exampleRecoveryCodes = Array.from({ length: 10 }, () => "MZXW-6YTB-OI2D-GNBV-GY3T-QOJQ");
