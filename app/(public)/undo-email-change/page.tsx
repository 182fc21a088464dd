import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OneButtonPage } from "../one-button-page";
import type { TokenPage } from "../token-param";
import { undoChange } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("undo.title") };
}

export default function UndoEmailChangePage(page: TokenPage) {
  return <OneButtonPage page={page} purpose="EMAIL_CHANGE_UNDO" words="undo" action={undoChange} />;
}
