"use server";

import { examineFromBrowser as examine } from "@/lib/core/doctor/examine";
import { serverAction } from "@/lib/web/define-action";

export const examineFromBrowser = serverAction(examine);
