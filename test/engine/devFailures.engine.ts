import { failures } from "./failures";

failures("dev");
