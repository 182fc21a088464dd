import { type DocumentLink, listDocuments, readDocument } from "@/lib/api/documents";
import { getApp } from "@/lib/platform/context";

export interface RawDocument extends DocumentLink {
  document: unknown;
}

export async function readDocuments(): Promise<RawDocument[]> {
  const app = getApp();
  return Promise.all(listDocuments(app).map(async (link) => ({ ...link, document: await readDocument(app, link) })));
}
