import { vi } from "vitest";

// Test files share modules, so next/headers is mocked before any of them loads it.
vi.mock("next/headers", async () => (await import("./web-request")).nextHeaders);
vi.mock("next-intl/server", async () => (await import("./web-request")).nextIntlServer);
vi.mock("next-auth", async (actual) => (await import("./web-request")).nextAuth(await actual()));
