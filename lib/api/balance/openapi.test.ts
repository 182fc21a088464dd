import { describeOpenApi } from "@/lib/testing/bearer-openapi";
import { balance } from "./dialect";

describeOpenApi(balance);
