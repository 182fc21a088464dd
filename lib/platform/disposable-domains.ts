import { disposableEmailBlocklistSet } from "disposable-email-domains-js";

/** Includes subdomains. */
export function createDisposableDomains(): (domain: string) => boolean {
  const listed = disposableEmailBlocklistSet();
  return (domain) => {
    const labels = domain.split(".");
    return labels.some((_, index) => listed.has(labels.slice(index).join(".")));
  };
}
