import type { Value } from "../core/value";
import { isPublic, parseCidr } from "./cidr";
import { known } from "./known";
import { textOf } from "./policy-document";

/**
 * Whether the blocks of an aws:SourceIp, taken together, are so narrow that they are somebody's networks. An address
 * without a prefix is one block. What is no address counts as wide: nobody knows whom its author meant.
 */
export function areNarrow(blocks: Value<any>): boolean {
  const texts = blocks.elements().map((block) => known(() => textOf(block)));
  const sources = texts.flatMap(({ value }) => (value === undefined ? [] : [parseBlock(value)]));
  const valid = sources.filter((source) => source !== undefined);
  if (sources.length > valid.length || isPublic(valid)) return false;
  const open = texts.find(({ unknown }) => unknown)?.unknown;
  if (open) throw open;
  return valid.length > 0;
}

function parseBlock(text: string) {
  return parseCidr(text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`);
}
