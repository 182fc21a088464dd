/** Marks local requests. server.ts drops this header when a client sends it. */
export const localHeader = "x-foyer-local";
export const mailboxHeader = "x-foyer-mailbox";

export const saidYes = "yes";
