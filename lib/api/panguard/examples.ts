export const exampleUser = {
  id: "usr_0199aa3e5b7c7c319d0e0b5a2f6f3c11",
  email: "user@example.com",
  name: "Alice Chen",
  tier: "pro",
  totpEnabled: true,
  machineLimit: 10,
  trialEndsAt: null,
  createdAt: "2026-01-15T08:30:00.000Z",
  updatedAt: "2026-03-01T14:22:00.000Z",
} as const;
