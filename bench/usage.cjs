// Loaded into a measured process: writes its peak memory, in kilobytes, where the benchmark asks for it.
const { writeFileSync } = require("node:fs");
process.on("exit", () => writeFileSync(process.env.BENCH_USAGE, String(process.resourceUsage().maxRSS)));
