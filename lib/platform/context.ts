import type pg from "pg";
import type { AppContext } from "@/lib/core/kernel/context";
import type { SlotsLoad } from "@/lib/core/kernel/fair-slots";
import type { Env } from "./env";

/** The core's context and what only the process itself needs. Made by create-app.ts. */
export interface App extends AppContext {
  env: Env;
  databaseUrl: string;
  pool: pg.Pool;
  /** Closed, the pool answers like a database that is away: nothing is done before the database was prepared. */
  gate: { isOpen: boolean };
  hasher: AppContext["hasher"] & { load(): SlotsLoad };
  close(): Promise<void>;
}

/** server.ts and Next's bundles are loaded separately but share `globalThis`, so one context serves both. */
const shared = globalThis as { __foyer?: App };

export function setApp(app: App): void {
  shared.__foyer = app;
}

export function getApp(): App {
  if (!shared.__foyer) throw new Error("Foyer's context is missing: start the server with `npm start`.");
  return shared.__foyer;
}
