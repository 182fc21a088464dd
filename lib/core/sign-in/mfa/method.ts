import type { CoreContext } from "../../kernel/context";
import type { Database, Transaction } from "../../kernel/database";
import type { SecondFactorProof } from "../../kernel/second-factor-proofs";

/** A way to give the second factor. Its file lies in the method's own folder; methods.ts lists it. */
export interface MfaMethod {
  name: string;
  amr: SecondFactorProof;
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
