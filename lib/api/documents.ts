import type { AppContext } from "@/lib/core/kernel/context";
import { apisOf } from "./apis";
import { apiOf } from "./create-api";

/** An OpenAPI document that this server answers. */
export interface DocumentLink {
  /** In the address of its page. */
  slug: string;
  /** Where the document is. */
  path: string;
}

/** The documents of the APIs that are switched on, the native ones first. */
export function listDocuments(app: AppContext): DocumentLink[] {
  return apisOf(app).map(({ name, base, documentPath, usesCookies }) => ({
    slug: usesCookies ? `${name}-${base.split("/").at(-1)}` : name,
    path: `${base}${documentPath}`,
  }));
}

/** A document, the way its clients get it. */
export async function readDocument(app: AppContext, { path }: DocumentLink): Promise<unknown> {
  const answer = await apiOf(app).request(`${app.config.appUrl}${path}`);
  return answer.json();
}
