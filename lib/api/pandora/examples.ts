export const exampleTokenPair = {
  token: "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9…",
  refreshToken: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11.0.Qm9…",
  expiresAt: "2025-01-01T00:15:00.000Z",
  refreshExpiresAt: "2025-01-08T00:00:00.000Z",
};

export const exampleStatus = {
  name: "Pandora" as const,
  version: "0.1.0",
  runtime: "node" as const,
  serverless: false as const,
  auth: { setup: true, authenticated: false },
};

export const exampleSession = {
  id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  createdAt: "2025-01-01T00:00:00.000Z",
  expiresAt: "2025-01-01T00:15:00.000Z",
  userAgent: "Mozilla/5.0...",
  ip: "192.168.1.1",
  current: true,
};
