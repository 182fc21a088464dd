import { disposableEmailBlocklistSet } from "disposable-email-domains-js";

/** Tells domains of throw-away addresses, their subdomains included, from a list that is part of the build. */
export function createDisposableDomains(): (domain: string) => boolean {
  const listed = disposableEmailBlocklistSet();
  return (domain) => {
    const labels = domain.split(".");
    return labels.some((_, index) => listed.has(labels.slice(index).join(".")));
  };
}
