/** Domains that anybody can have an address of: they say nothing about belonging together. */
export const freeMailDomains: ReadonlySet<string> = new Set([
  ...["gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "me.com"],
  ...["proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de", "aol.com", "mail.com", "fastmail.com"],
]);

/** What follows the @ of a canonical address. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1);
}
