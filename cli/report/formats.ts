import type { AccountOptions } from "./asff";
import type { MarkdownOptions } from "./markdown";
import type { Report } from "./report";
import type { SarifOptions } from "./sarif";
import type { TextOptions } from "./text";

/** What any format may be told. Each takes what concerns it and ignores the rest. */
export interface ReportOptions extends TextOptions, SarifOptions, MarkdownOptions, AccountOptions {}

export type Format = (report: Report, options?: ReportOptions) => string;

/**
 * Every format by name. None is loaded before it is asked for: most runs write one. A `require` in a function stays lazy
 * in a bundle, as `import()` does, and needs no promise.
 */

export const formats = {
  text: (): Format => (require("./text") as typeof import("./text")).text,
  json: (): Format => (require("./json") as typeof import("./json")).json,
  sarif: (): Format => (require("./sarif") as typeof import("./sarif")).sarif,
  junit: (): Format => (require("./junit") as typeof import("./junit")).junit,
  markdown: (): Format => (require("./markdown") as typeof import("./markdown")).markdown,
  html: (): Format => (require("./html") as typeof import("./html")).html,
  github: (): Format => (require("./github") as typeof import("./github")).github,
  asff: (): Format => (require("./asff") as typeof import("./asff")).asff,
  ocsf: (): Format => (require("./ocsf") as typeof import("./ocsf")).ocsf,
} as const;

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as readonly FormatName[];
