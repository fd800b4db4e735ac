import type { AccountOptions } from "./asff";
import type { MarkdownOptions } from "./markdown";
import type { Report } from "./report";
import type { SarifOptions } from "./sarif";
import type { TextOptions } from "./text";

/** What any format may be told. Each takes what concerns it and ignores the rest. */
export interface ReportOptions extends TextOptions, SarifOptions, MarkdownOptions, AccountOptions {}

export type Format = (report: Report, options?: ReportOptions) => string;

/** Every format by name. None is loaded before it is asked for: most runs write one. */
export const formats = {
  text: async (): Promise<Format> => (await import("./text.js")).text,
  json: async (): Promise<Format> => (await import("./json.js")).json,
  sarif: async (): Promise<Format> => (await import("./sarif.js")).sarif,
  junit: async (): Promise<Format> => (await import("./junit.js")).junit,
  markdown: async (): Promise<Format> => (await import("./markdown.js")).markdown,
  html: async (): Promise<Format> => (await import("./html.js")).html,
  github: async (): Promise<Format> => (await import("./github.js")).github,
  asff: async (): Promise<Format> => (await import("./asff.js")).asff,
  ocsf: async (): Promise<Format> => (await import("./ocsf.js")).ocsf,
} as const;

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as readonly FormatName[];
