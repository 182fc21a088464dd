/** server.ts drops it from clients. */
export const localHeader = "x-foyer-local";
export const mailboxHeader = "x-foyer-mailbox";

export const saidYes = "yes";
