import { defineConfig } from "prisma/config";

/** Only `prisma format` and `prisma generate` read this. */
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
});
