// Preloaded into a measured process: tells its peak memory in KiB on file descriptor 3 as it exits.
const { writeSync } = require("node:fs");

process.on("exit", () => {
    writeSync(3, String(process.resourceUsage().maxRSS));
});
