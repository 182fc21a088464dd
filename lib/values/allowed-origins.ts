const loopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

/** Adds other loopback names if APP_URL is loopback. */
export function allowedOrigins(appUrl: string): ReadonlySet<string> {
  const url = new URL(appUrl);
  if (!loopbackHosts.includes(url.hostname)) return new Set([url.origin]);
  const port = url.port ? `:${url.port}` : "";
  return new Set(loopbackHosts.map((host) => `${url.protocol}//${host}${port}`));
}
