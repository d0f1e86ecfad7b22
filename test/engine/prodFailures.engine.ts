import { failures } from "./failures";

failures("prod");
