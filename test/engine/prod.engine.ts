import { changes } from "./changes";
import { failures } from "./failures";
import { lifecycle } from "./lifecycle";

lifecycle("prod");
failures("prod");
changes("prod");
