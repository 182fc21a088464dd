import { AsyncLocalStorage } from "node:async_hooks";

export interface PageRequest {
  requestId: string;
  /** It may change data. */
  isForm: boolean;
  isActionBegun: boolean;
}

/** server.ts and Next's bundles are loaded separately but share `globalThis`. */
const shared = globalThis as { __foyerPages?: AsyncLocalStorage<PageRequest> };
shared.__foyerPages ??= new AsyncLocalStorage<PageRequest>();

export const pageRequests: AsyncLocalStorage<PageRequest> = shared.__foyerPages;

/** Call it first in every server action. */
export function beginAction(): void {
  const page = pageRequests.getStore();
  if (page) page.isActionBegun = true;
}
