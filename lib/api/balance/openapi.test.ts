import { describeOpenApi } from "@/lib/testing/bearer-openapi";
import { balanceDialect } from "./dialect";

describeOpenApi(balanceDialect);
