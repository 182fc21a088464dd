import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OneButtonPage } from "../one-button-page";
import type { TokenPage } from "../token-param";
import { openHere } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("signInHere.title") };
}

export default function SignInHerePage(page: TokenPage) {
  return <OneButtonPage page={page} purpose="SIGN_IN" words="signInHere" action={openHere} />;
}
