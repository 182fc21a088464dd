const authority = /^(\[[0-9a-f:.]+\]|[^\s:/?#@\\[\]]+)(?::(\d{1,5}))?$/i;

export interface HostParts {
  /** Lower case, without the dot that ends a full name. */
  name: string;
  /** Empty for none, and for the usual ports of http: and https:. */
  port: string;
}

/** The parts of a Host header or a URL's host. Null for what is none. */
export function readHost(text: string | undefined): HostParts | null {
  const [, name = "", port = ""] = authority.exec(text ?? "") ?? [];
  if (name === "") return null;
  return { name: name.toLowerCase().replace(/\.$/, ""), port: port === "80" || port === "443" ? "" : port };
}

/** True when both name the same host and port, however they are spelled. */
export function isSameHost(one: string | undefined, other: string | undefined): boolean {
  const [a, b] = [readHost(one), readHost(other)];
  return a !== null && b !== null && a.name === b.name && a.port === b.port;
}

/**
 * The one of `known` that a request for `host` means: the one with its port, else the one that names no port. `ownHost`
 * is APP_URL's, which needs its port named to be one of them.
 */
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
