import { defineConfig } from "prisma/config";

/** Only `prisma format` and `prisma generate` read this; connections are made in lib/platform/db.ts. */
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
});
