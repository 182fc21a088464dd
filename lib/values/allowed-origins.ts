const loopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

/** Origins of unsafe requests: APP_URL's, and the other loopback names when APP_URL is a loopback address. */
export function allowedOrigins(appUrl: string): ReadonlySet<string> {
  const url = new URL(appUrl);
  if (!loopbackHosts.includes(url.hostname)) return new Set([url.origin]);
  const port = url.port ? `:${url.port}` : "";
  return new Set(loopbackHosts.map((host) => `${url.protocol}//${host}${port}`));
}
