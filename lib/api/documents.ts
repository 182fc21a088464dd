import type { AppContext } from "@/lib/core/kernel/context";
import { dialects } from "./compat";
import { apiOf } from "./create-api";
import { surfaces } from "./pacspace/endpoints";

/** An OpenAPI document that this server answers. */
export interface DocumentLink {
  /** In the address of its page. */
  slug: string;
  /** Where the document is. */
  path: string;
}

/** The documents of the APIs that are switched on, the native ones first. */
export function listDocuments(app: AppContext): DocumentLink[] {
  const native: DocumentLink[] = surfaces.map(({ base }) => ({
    slug: `pacspace-${base.split("/").at(-1)}`,
    path: `${base}/openapi.json`,
  }));
  const others: DocumentLink[] = dialects
    .filter(({ name }) => app.config.compatApis.includes(name))
    .map(({ name, base, documentPath }) => ({ slug: name, path: `${base}${documentPath}` }));
  return [...native, ...others];
}

/** A document, the way its clients get it. */
export async function readDocument(app: AppContext, { path }: DocumentLink): Promise<unknown> {
  const answer = await apiOf(app).request(`${app.config.appUrl}${path}`);
  return answer.json();
}
