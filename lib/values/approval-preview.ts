import { z } from "zod";
import { paragraph } from "./text";
import { idSchema } from "./tokens";

/** The mail that an approval would send, with the note as it is typed right now. */
export const approvalPreviewSchema = z.strictObject({ id: idSchema, note: paragraph(1000).optional() });

export type ApprovalPreviewInput = z.output<typeof approvalPreviewSchema>;
