import { changes } from "./changes";

changes("prod");
