import { describeOpenApi } from "@/lib/testing/bearer-openapi";
import { panguardDialect } from "./dialect";

describeOpenApi(panguardDialect);
