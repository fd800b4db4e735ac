/** The look of the page. Every pair of text and background keeps WCAG's contrast of 4.5 in both schemes. */
export const style = `
:root {
  --ground: #f6f7f9; --card: #ffffff; --line: #dfe3e8; --text: #17202b; --soft: #55606e; --link: #0b57b8;
  --critical: #ffffff; --critical-ground: #a3123d; --high: #a11b12; --high-ground: #fde8e6;
  --medium: #7a4300; --medium-ground: #fff1d1; --low: #114f9e; --low-ground: #e3eefc;
  --undetermined: #5b2d91; --undetermined-ground: #f0e6fb; --excused: #3d4753; --excused-ground: #e8ebef;
  --good: #0f6b3a; --code: #eef1f4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10151b; --card: #18202a; --line: #2d3846; --text: #e6ebf1; --soft: #a3afbd; --link: #8ab8ff;
    --critical: #ffffff; --critical-ground: #b3194a; --high: #ffb3ab; --high-ground: #4a1c19;
    --medium: #ffd589; --medium-ground: #432e07; --low: #a9ccff; --low-ground: #15325a;
    --undetermined: #dcc2ff; --undetermined-ground: #38225a; --excused: #c5ced9; --excused-ground: #2d3743;
    --good: #7fd8a4; --code: #222c38;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
header, main, footer { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 32px; }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -0.01em; }
h2 { font-size: 16px; margin: 0; line-height: 1.35; }
p { margin: 0; }
code, .code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 12px; top: 12px; background: var(--card); padding: 8px 12px; z-index: 3; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(104px, 1fr)); gap: 10px; margin: 20px 0; padding: 0; }
.tiles div { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 10px 14px 12px; display: flex; flex-direction: column-reverse; }
.tiles dt { color: var(--soft); font-size: 13px; }
.tiles dd { margin: 0; font-size: 26px; line-height: 1.2; font-weight: 650; font-variant-numeric: tabular-nums; }
.tiles .zero dd { color: var(--soft); font-weight: 400; }
.filters { position: sticky; top: 0; z-index: 2; background: var(--ground); border-bottom: 1px solid var(--line); }
.filters form { max-width: 1120px; margin: 0 auto; padding: 12px 24px; display: flex; flex-wrap: wrap; gap: 10px 16px; align-items: center; }
.filters fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 6px; }
.filters legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.filters input[type="search"], .filters select, .filters button {
  font: inherit; font-size: 14px; height: 34px; color: var(--text); background: var(--card); border: 1px solid var(--soft); border-radius: 8px; padding: 0 10px;
}
.filters input[type="search"] { flex: 1 1 300px; min-width: 0; }
.filters select { max-width: 300px; flex: 0 1 auto; }
.filters button { cursor: pointer; }
.pill { display: inline-flex; align-items: center; gap: 6px; height: 34px; padding: 0 12px; border: 1px solid var(--line); border-radius: 17px; background: var(--card); font-size: 14px; cursor: pointer; user-select: none; }
.pill input { margin: 0; accent-color: var(--link); }
.pill b { font-variant-numeric: tabular-nums; color: var(--soft); font-weight: 500; }
.status { flex: 1 0 auto; color: var(--soft); font-size: 14px; }
main { padding-top: 20px; padding-bottom: 24px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: 0 0 14px; overflow: clip; }
.rule { border-left: 4px solid var(--edge, var(--line)); content-visibility: auto; contain-intrinsic-size: auto 260px; }
.rule.critical { --edge: var(--critical-ground); } .rule.high { --edge: var(--high); }
.rule.medium { --edge: var(--medium); } .rule.low { --edge: var(--low); }
.head { padding: 14px 18px 10px; display: grid; grid-template-columns: auto 1fr auto; gap: 2px 10px; align-items: baseline; }
.head .ids { grid-column: 2 / 4; color: var(--soft); font-size: 13px; overflow-wrap: anywhere; }
.number { color: var(--soft); font-size: 14px; white-space: nowrap; font-variant-numeric: tabular-nums; }
.badge { display: inline-block; border-radius: 5px; padding: 1px 8px; font-size: 12px; line-height: 1.6; font-weight: 600; white-space: nowrap; }
.badge.critical { color: var(--critical); background: var(--critical-ground); } .badge.high { color: var(--high); background: var(--high-ground); }
.badge.medium { color: var(--medium); background: var(--medium-ground); } .badge.low { color: var(--low); background: var(--low-ground); }
.badge.undetermined { color: var(--undetermined); background: var(--undetermined-ground); }
.badge.excused, .badge.level { color: var(--excused); background: var(--excused-ground); }
.advice { margin: 0; padding: 0 18px 12px; display: grid; grid-template-columns: 44px 1fr; gap: 4px 8px; font-size: 14px; }
.advice dt { color: var(--soft); } .advice dd { margin: 0; }
.advice .fix { color: var(--good); font-weight: 600; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 14px; }
th { text-align: left; font-weight: 500; font-size: 12px; color: var(--soft); padding: 6px 8px; border-top: 1px solid var(--line); }
td { vertical-align: top; padding: 8px; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
th:first-child, td:first-child { padding-left: 18px; } th:last-child, td:last-child { padding-right: 18px; }
col.resource { width: 32%; } col.where { width: 28%; }
td .code { display: block; color: var(--soft); font-size: 12px; }
td .where { font-size: 13px; }
.note { display: block; margin-top: 2px; color: var(--soft); font-size: 13px; }
td.excused .name, td.excused .seen { color: var(--soft); }
.badges { display: flex; flex-wrap: wrap; gap: 4px; } .badges:not(:empty) { margin-top: 4px; }
.list { padding: 14px 18px; } .list ul { margin: 8px 0 0; padding-left: 20px; } .list li { margin: 4px 0; overflow-wrap: anywhere; }
.empty { padding: 40px 20px; text-align: center; color: var(--soft); }
footer { padding-bottom: 40px; color: var(--soft); font-size: 13px; }
@media (max-width: 640px) {
  header, main, footer, .filters form { padding-left: 14px; padding-right: 14px; }
  header { padding-top: 20px; }
  .tiles { grid-template-columns: repeat(4, 1fr); gap: 6px; margin: 14px 0; }
  .tiles div { padding: 6px 4px 8px 7px; } .tiles dd { font-size: 20px; } .tiles dt { font-size: 11px; }
  .filters { position: static; }
  .filters input[type="search"], .filters select { flex: 1 1 100%; max-width: none; }
  .head { padding: 12px 14px 8px; } .advice { padding: 0 14px 10px; }
  .head { grid-template-columns: auto 1fr; } .head h2 { grid-column: 1 / 3; grid-row: 2; } .head .number { text-align: right; } .head .ids { grid-column: 1 / 3; }
  thead, colgroup { display: none; } table, tbody, tr, td { display: block; }
  tr { border-top: 1px solid var(--line); padding: 8px 14px; } td, td:first-child, td:last-child { border: 0; padding: 1px 0; }
  td:empty { display: none; }
}
@media print {
  :root { --ground: #fff; --card: #fff; --line: #bbb; --text: #000; --soft: #333; }
  body { font-size: 11pt; } .filters form > :not(.status), .skip { display: none; } .filters { position: static; border: 0; }
  .rule { content-visibility: visible; } tr, .head, .advice { break-inside: avoid; } .badge { border: 1px solid currentColor; }
}
`;
