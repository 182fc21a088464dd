import { describeOpenApi } from "@/tests/support/bearer-openapi";
import { panguard } from "./dialect";

describeOpenApi(panguard);
