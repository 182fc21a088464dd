/** What follows the @ of a canonical address. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1);
}
