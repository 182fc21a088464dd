import { describeOpenApi } from "@/tests/support/bearer-openapi";
import { balance } from "./dialect";

describeOpenApi(balance);
