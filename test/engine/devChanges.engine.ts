import { changes } from "./changes";

changes("dev");
