import type { AppContext } from "@/lib/core/kernel/context";
import { apisOf } from "./apis";
import { apiOf } from "./create-api";

export interface DocumentLink {
  slug: string;
  path: string;
}

export function listDocuments(app: AppContext): DocumentLink[] {
  return apisOf(app).map(({ name, base, documentPath, usesCookies }) => ({
    slug: usesCookies ? `${name}-${base.split("/").at(-1)}` : name,
    path: `${base}${documentPath}`,
  }));
}

export async function readDocument(app: AppContext, { path }: DocumentLink): Promise<unknown> {
  const answer = await apiOf(app).request(`${app.config.appUrl}${path}`);
  return answer.json();
}
