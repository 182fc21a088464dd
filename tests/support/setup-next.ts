import { vi } from "vitest";

// For every test of a project, because its files share their modules: a module that has once been loaded with Next's own
// `headers` would keep it in the files that come after.
vi.mock("next/headers", async () => (await import("./web-request")).nextHeaders);
vi.mock("next-intl/server", async () => (await import("./web-request")).nextIntlServer);
vi.mock("next-auth", async (actual) => (await import("./web-request")).nextAuth(await actual()));
