import { AsyncLocalStorage } from "node:async_hooks";

/** What the process knows of the page or action that runs. */
export interface PageRequest {
  requestId: string;
  /** It was sent to change something. */
  isForm: boolean;
  /** True when a server action of ours has taken over; until then, what fails is what was sent. */
  isActionBegun: boolean;
}

/** server.ts and Next's bundles are loaded separately but share `globalThis`. */
const shared = globalThis as { __foyerPages?: AsyncLocalStorage<PageRequest> };
shared.__foyerPages ??= new AsyncLocalStorage<PageRequest>();

export const pageRequests: AsyncLocalStorage<PageRequest> = shared.__foyerPages;

/** To be called by every server action, first of all. */
export function beginAction(): void {
  const page = pageRequests.getStore();
  if (page) page.isActionBegun = true;
}
