import type { CoreContext } from "../context";
import type { Database, Transaction } from "../database";

/** A way to give the second factor. Its file lies in the method's own folder; methods.ts lists it. */
export interface MfaMethod {
  name: string;
  /** What a session's `amr` says of it (RFC 8176 where that has a name). */
  amr: string;
  /** True when the account has what it takes. */
  isOwned(db: Database | Transaction, userId: string): Promise<boolean>;
  /**
   * Takes a typed code of this method, once. Absent for methods that answer in a ceremony of their own.
   */
  consumeCode?(
    ctx: CoreContext,
    tx: Transaction,
    user: { id: string; email: string; name: string; locale: string },
    code: string,
  ): Promise<boolean>;
}
