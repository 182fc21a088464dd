import { z } from "zod";
import { paragraph } from "./text";
import { idSchema } from "./tokens";

export const approvalPreviewSchema = z.strictObject({ id: idSchema, note: paragraph(1000).optional() });
