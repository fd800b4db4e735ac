import type { Kind } from "./nouns";

/** The hue of each kind of node, in degrees. */
const hues: Partial<Record<Kind, number>> = {
  balancer: 280,
  compute: 28,
  function: 28,
  database: 220,
  storage: 145,
  messaging: 335,
  key: 0,
  gateway: 190,
};

const light = `--paper:#ffffff;--ink:#1f2328;--faint:#59636e;--line:#818b98;--danger:#cf222e;--vpc:#f6f8fa;--tier:#ffffff;--edge-box:#d1d9e0;--node:94%;--rim:48%;--sat:70%;--plain:#ffffff`;
const dark = `--paper:#0d1117;--ink:#f0f6fc;--faint:#9198a1;--line:#768390;--danger:#ff7b72;--vpc:#151b23;--tier:#0d1117;--edge-box:#3d444d;--node:16%;--rim:60%;--sat:45%;--plain:#0d1117`;

/** Style rules outweigh the attributes that Graphviz writes. */
export const style = [
  `svg{${light};font-family:Helvetica,Arial,sans-serif;background:var(--paper)}`,
  `@media(prefers-color-scheme:dark){svg{${dark}}}`,
  `text{fill:var(--ink)}`,
  `.faint,.edge text{fill:var(--faint)}`,
  `.paper{fill:var(--paper)}`,
  `.cluster path,.cluster polygon{stroke:var(--edge-box);fill:var(--vpc)}`,
  `.tier path,.tier polygon{fill:var(--tier)}`,
  `.outside path,.outside polygon,.stack path,.stack polygon{fill:none}`,
  `.node path,.node polygon,.node ellipse{stroke:var(--line);fill:var(--plain)}`,
  `.edge path{stroke:var(--line)}`,
  `.edge polygon{stroke:var(--line);fill:var(--line)}`,
  `.public path{stroke:var(--danger)}`,
  `.public polygon{stroke:var(--danger);fill:var(--danger)}`,
  `.public text{fill:var(--danger)}`,
  `.node.internet ellipse{stroke:var(--danger)}`,
  ...Object.entries(hues).map(
    ([kind, hue]) =>
      `.node.${kind} :is(path,polygon,ellipse){stroke:hsl(${hue} var(--sat) var(--rim));fill:hsl(${hue} var(--sat) var(--node))}`,
  ),
].join("\n");
