import type pg from "pg";
import type { AppContext } from "@/lib/core/kernel/context";
import type { SlotsLoad } from "@/lib/core/kernel/fair-slots";
import type { Env } from "./env";

export interface App extends AppContext {
  env: Env;
  databaseUrl: string;
  pool: pg.Pool;
  /** While closed, until the migrations are applied, the pool fails like an unavailable database. */
  gate: { isOpen: boolean };
  hasher: AppContext["hasher"] & { load(): SlotsLoad };
  close(): Promise<void>;
}

/** server.ts and Next's bundles are loaded separately but share `globalThis`. */
const shared = globalThis as { __foyer?: App };

export function setApp(app: App): void {
  shared.__foyer = app;
}

export function getApp(): App {
  if (!shared.__foyer) throw new Error("Foyer's context is missing: start the server with `npm start`.");
  return shared.__foyer;
}
