import { changes } from "./changes";
import { failures } from "./failures";
import { lifecycle } from "./lifecycle";

lifecycle("dev");
failures("dev");
changes("dev");
