import { lifecycle } from "./lifecycle";

lifecycle("dev");
