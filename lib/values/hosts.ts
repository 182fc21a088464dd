const authority = /^(\[[0-9a-f:.]+\]|[^\s:/?#@\\[\]]+)(?::(\d{1,5}))?$/i;

export interface HostParts {
  /** Lower case, no trailing dot. */
  name: string;
  /** Empty for none, 80 and 443. */
  port: string;
}

/** Null when invalid. */
export function readHost(text: string | undefined): HostParts | null {
  const [, name = "", port = ""] = authority.exec(text ?? "") ?? [];
  if (name === "") return null;
  return { name: name.toLowerCase().replace(/\.$/, ""), port: port === "80" || port === "443" ? "" : port };
}

export function isSameHost(one: string | undefined, other: string | undefined): boolean {
  const [a, b] = [readHost(one), readHost(other)];
  return a !== null && b !== null && a.name === b.name && a.port === b.port;
}

/** `ownHost` (APP_URL's) must match with its port. */
export function findHost<Known extends { host: string }>(
  known: readonly Known[],
  host: string | undefined,
  ownHost: string,
): Known | undefined {
  const exact = known.find((one) => isSameHost(one.host, host));
  if (exact || known.length === 0 || isSameHost(host, ownHost)) return exact;
  const asked = readHost(host);
  return known.find((one) => {
    const { name, port } = readHost(one.host) ?? {};
    return asked !== null && port === "" && name === asked.name;
  });
}
