import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { policyDocs } from "./policyDocs";

void policyDocs().then((files) => {
    for (const [file, text] of Object.entries(files)) {
        writeFileSync(join(dirname(__dirname), file), text);
        process.stdout.write(`${file}\n`);
    }
});
