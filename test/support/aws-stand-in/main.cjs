require("tsx/cjs");
require("./provider.ts");
