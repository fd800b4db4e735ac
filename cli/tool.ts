import { version } from "../package.json";

/** How reports name this tool. */
export const tool = { name: "pulumi-guardrails", version };
