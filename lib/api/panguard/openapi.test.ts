import { describeOpenApi } from "@/lib/testing/bearer-openapi";
import { panguard } from "./dialect";

describeOpenApi(panguard);
