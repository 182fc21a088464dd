/**
 * What the process says about a request from this machine, for pages and APIs to read. server.ts drops what a client
 * sends under these names; platform/local-access.ts decides.
 */
export const localHeader = "x-foyer-local";
export const mailboxHeader = "x-foyer-mailbox";

/** The value of a header that is set; anything else counts as no. */
export const saidYes = "yes";
