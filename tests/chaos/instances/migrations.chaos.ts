import { expect, inject, it } from "vitest";
import { listMigrations } from "@/lib/platform/database/migrate";
import { record } from "./figures";
import { logged, sized, startInstallation } from "./installation";

it("migrates an empty database once when two processes start together", async () => {
  const rounds = sized(5);
  for (let round = 0; round < rounds; round += 1) {
    const installation = await startInstallation();
    try {
      const rows = await installation.query(
        "SELECT migration_name, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY started_at",
      );
      expect(rows).toEqual(listMigrations().map((migration_name) => ({ migration_name, finished: true })));
      for (const instance of installation.instances) expect(logged(instance, "warn", "error", "fatal")).toEqual([]);
    } finally {
      await installation.stop();
    }
  }
  const result = `${listMigrations().length} migrations applied once each`;
  record(inject("runDirectory"), { promised: "migrations", times: `${rounds} starts`, result });
});
