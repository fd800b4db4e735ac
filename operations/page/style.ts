/** The look of the page. Every pair of text and ground keeps WCAG's contrast of 4.5 in both schemes. */
export const style = `
:root {
  --ground: #f5f6f8; --card: #ffffff; --line: #dde1e7; --text: #18202b; --soft: #566170; --link: #0b57b8; --strong: #1a5fb4; --on-strong: #ffffff;
  --critical: #ffffff; --critical-ground: #a3123d; --critical-edge: #a3123d; --high: #98190f; --high-ground: #fde8e6; --high-edge: #d9402f;
  --medium: #744000; --medium-ground: #fff1d1; --medium-edge: #d99a1c; --low: #114f9e; --low-ground: #e3eefc; --low-edge: #5b94dd;
  --good: #0f6b3a; --good-ground: #e2f4e9; --quiet: #434e5b; --quiet-ground: #e9ecf0; --late: #a11b12; --hover: #f2f5f9; --field: #848e9c; --shade: 0 1px 2px rgb(20 30 45 / 6%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f141a; --card: #171e27; --line: #2b3542; --text: #e5eaf0; --soft: #a2aebb; --link: #8ab8ff; --strong: #8ab8ff; --on-strong: #0b1a2e;
    --critical: #ffffff; --critical-ground: #b3194a; --critical-edge: #ff5a8a; --high: #ffb3ab; --high-ground: #4a1c19; --high-edge: #f0695b;
    --medium: #ffd589; --medium-ground: #432e07; --medium-edge: #d9a13a; --low: #a9ccff; --low-ground: #15325a; --low-edge: #5b94dd;
    --good: #7fd8a4; --good-ground: #12361f; --quiet: #c5ced9; --quiet-ground: #2a3440; --late: #ffa59b; --hover: #1e2732; --field: #6b7787; --shade: none;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 72px; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 24px; line-height: 1.25; letter-spacing: -0.01em; margin: 0; overflow-wrap: anywhere; text-wrap: balance; }
h2 { font-size: 15px; line-height: 1.4; margin: 0; }
p, dl, dd, ul, ol { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: var(--link); text-underline-offset: 2px; }
code, .id, .resource { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
time { font-variant-numeric: tabular-nums; }
kbd { font: 12px/1.4 ui-monospace, SFMono-Regular, Menlo, monospace; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px; padding: 1px 5px; background: var(--card); color: var(--text); }
.soft { color: var(--soft); font-weight: 400; }
.late { color: var(--late); font-weight: 600; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 12px; top: 12px; background: var(--card); padding: 8px 12px; z-index: 9; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }

button, .button { font: inherit; font-weight: 550; display: inline-block; min-height: 36px; padding: 6px 14px; border: 1px solid var(--field); border-radius: 8px; background: var(--card); color: var(--text); cursor: pointer; text-decoration: none; }
button:hover, .button:hover { background: var(--hover); }
.primary { background: var(--strong); border-color: var(--strong); color: var(--on-strong); }
.primary:hover { background: var(--strong); filter: brightness(1.08); }
.danger { border-color: var(--late); color: var(--late); }
.plain { border-color: transparent; background: none; color: var(--link); padding: 6px 8px; font-weight: 400; }
input, select, textarea { font: inherit; font-size: 15px; width: 100%; min-height: 36px; padding: 6px 10px; border: 1px solid var(--field); border-radius: 8px; background: var(--card); color: var(--text); }
textarea { resize: vertical; min-height: 76px; }
label { display: block; font-size: 13px; color: var(--soft); }
::placeholder { color: var(--soft); opacity: 1; }

.top { position: sticky; top: 0; z-index: 5; display: flex; align-items: center; gap: 4px 20px; padding: 0 24px; min-height: 56px; background: var(--card); border-bottom: 1px solid var(--line); }
.mark { display: inline-flex; align-items: center; gap: 8px; font-weight: 650; font-size: 16px; color: var(--text); text-decoration: none; }
.mark svg { color: var(--strong); }
.top nav { display: flex; gap: 2px; overflow-x: auto; scrollbar-width: none; flex: 1; align-self: stretch; }
.top nav a { display: flex; align-items: center; gap: 6px; padding: 0 12px; color: var(--soft); text-decoration: none; border-bottom: 2px solid transparent; border-top: 2px solid transparent; white-space: nowrap; }
.top nav a:hover { color: var(--text); }
.top nav a[aria-current] { color: var(--text); font-weight: 600; border-bottom-color: var(--strong); }
.top nav a:focus-visible { outline-offset: -3px; }
.count { font-size: 12px; line-height: 1.5; font-weight: 600; min-width: 20px; text-align: center; padding: 0 6px; border-radius: 10px; background: var(--high-ground); color: var(--high); }
.who { display: flex; align-items: center; gap: 8px; white-space: nowrap; font-size: 14px; }
.says:not(:empty) { position: fixed; bottom: 16px; left: 50%; translate: -50% 0; z-index: 9; max-width: min(560px, calc(100vw - 32px)); padding: 10px 18px; border-radius: 10px; background: var(--text); color: var(--ground); animation: come 0.2s; }
@keyframes come { from { opacity: 0; } }
.notice { padding: 6px 24px; font-size: 14px; text-align: center; background: var(--low-ground); color: var(--low); }

main { max-width: 1180px; margin: 0 auto; padding: 24px 24px 32px; }
.head { display: grid; gap: 4px; margin-bottom: 18px; }
.crumb { font-size: 14px; color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shade); }
.badge { display: inline-block; border-radius: 5px; padding: 0 8px; font-size: 12px; line-height: 20px; font-weight: 600; white-space: nowrap; }
.badge.critical { color: var(--critical); background: var(--critical-ground); } .badge.high { color: var(--high); background: var(--high-ground); }
.badge.medium { color: var(--medium); background: var(--medium-ground); } .badge.low { color: var(--low); background: var(--low-ground); }
.chip { display: inline-block; border-radius: 10px; padding: 0 9px; font-size: 12px; line-height: 20px; font-weight: 550; white-space: nowrap; color: var(--quiet); background: var(--quiet-ground); }
.chip.triggered, .chip.failed { color: var(--high); background: var(--high-ground); } .chip.acknowledged, .chip.resolved, .chip.released { color: var(--good); background: var(--good-ground); }
.chip.requested { color: var(--medium); background: var(--medium-ground); }

.tiles { display: grid; grid-template-columns: repeat(6, 1fr); gap: 10px; margin-bottom: 16px; }
.tile { position: relative; display: flex; flex-direction: column; gap: 0; height: 100%; padding: 10px 14px 10px 17px; border: 1px solid var(--line); border-radius: 12px; background: var(--card); color: var(--soft); text-decoration: none; font-size: 13px; box-shadow: var(--shade); overflow: clip; }
.tile::before { content: ""; position: absolute; inset: 0 auto 0 0; width: 4px; background: var(--edge, transparent); }
.tile b { font-size: 26px; line-height: 1.2; font-weight: 650; color: var(--text); font-variant-numeric: tabular-nums; }
.tile.zero b { font-weight: 400; color: var(--soft); }
a.tile:hover { border-color: var(--soft); }
.tile[aria-current] { border-color: var(--strong); box-shadow: 0 0 0 1px var(--strong); }
.critical { --edge: var(--critical-edge); } .high { --edge: var(--high-edge); } .medium { --edge: var(--medium-edge); } .low { --edge: var(--low-edge); }
.tile.late { font-weight: 400; color: var(--soft); } .tile.late:not(.zero) b { color: var(--late); }

.filters { display: flex; flex-wrap: wrap; gap: 10px 12px; align-items: end; margin-bottom: 14px; }
.filters label { flex: 0 1 auto; }
.filters .search { flex: 1 1 240px; }
.filters select { min-width: 112px; width: auto; display: block; max-width: 180px; }
.reset { padding: 7px 4px; font-size: 14px; }
.result { font-size: 14px; margin-bottom: 2px; }
.group { display: flex; gap: 8px; align-items: center; margin: 16px 2px 7px; }
.tickets { background: var(--card); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shade); overflow: clip; }
.ticket { position: relative; display: grid; grid-template-columns: minmax(0, 1fr) 250px 150px 96px; grid-template-rows: auto 1fr; gap: 1px 18px; padding: 10px 18px 11px 20px; align-items: start; font-size: 14px; }
.ticket + .ticket { border-top: 1px solid var(--line); }
.ticket::before { content: ""; position: absolute; inset: 0 auto 0 0; width: 4px; background: var(--edge); }
.ticket:hover { background: var(--hover); }
.ticket .title { grid-column: 1; font-size: 15px; font-weight: 600; color: var(--text); text-decoration: none; overflow-wrap: anywhere; }
.ticket .title::after { content: ""; position: absolute; inset: 0; }
.ticket .title:hover { text-decoration: underline; }
.ticket .title:focus-visible { outline: none; }
.ticket:has(.title:focus-visible) { outline: 2px solid var(--link); outline-offset: -2px; border-radius: 10px; background: var(--hover); }
.ticket .what { grid-column: 1; display: flex; gap: 2px 12px; align-items: baseline; color: var(--soft); min-width: 0; }
.ticket .what > * { white-space: nowrap; } .ticket .resource { overflow: hidden; text-overflow: ellipsis; min-width: 0; }
.ticket .how { grid-column: 2; grid-row: 1 / 3; display: flex; flex-wrap: wrap; gap: 2px 8px; align-items: baseline; }
.ticket .who { grid-column: 3; grid-row: 1 / 3; display: block; font-size: 14px; white-space: normal; }
.ticket .who .soft, .ticket .when .soft { display: block; font-size: 13px; }
.ticket .when { grid-column: 4; grid-row: 1 / 3; text-align: right; font-variant-numeric: tabular-nums; }
.pages { display: flex; gap: 14px; justify-content: center; margin: 18px 0; }
.empty { text-align: center; padding: 48px 20px; color: var(--soft); border: 1px dashed var(--line); border-radius: 12px; }
.empty b { color: var(--text); }

.state { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; font-size: 14px; min-height: 24px; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 320px; grid-template-areas: "facts commands" "history commands"; gap: 16px 20px; align-items: start; grid-template-rows: auto 1fr; }
.commands { grid-area: commands; position: sticky; top: 76px; display: grid; gap: 10px; }
.facts { grid-area: facts; padding: 16px 20px; }
.history { grid-area: history; padding: 16px 20px; }
.facts .text, .timeline .text { white-space: pre-wrap; overflow-wrap: anywhere; }
.facts .text { margin: 6px 0 0; }
.facts dl { display: grid; grid-template-columns: 1fr 1fr; gap: 12px 24px; margin-top: 14px; }
.facts dt { font-size: 13px; color: var(--soft); } .facts dd { overflow-wrap: anywhere; }
.simple button { width: 100%; min-height: 42px; }
.panels { background: var(--card); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shade); overflow: clip; }
.panels > * + * { border-top: 1px solid var(--line); }
.panels summary { padding: 9px 16px; cursor: pointer; font-weight: 550; list-style-position: inside; }
.panels summary:hover { background: var(--hover); }
.panels summary:focus-visible { outline-offset: -3px; }
.panels summary::marker { color: var(--soft); }
.panels details form { display: grid; gap: 10px; padding: 2px 16px 16px; }
.panel-link { padding: 12px 16px; } .panel-link .button { width: 100%; text-align: center; }
.alert { padding: 10px 16px; margin-bottom: 16px; border: 1px solid var(--high-edge); border-radius: 10px; background: var(--high-ground); color: var(--high); overflow-wrap: anywhere; }
.done { padding: 8px 16px; margin-bottom: 16px; border-radius: 10px; background: var(--good-ground); color: var(--good); }
.timeline { margin-top: 12px; }
.timeline li { position: relative; padding: 0 0 16px 22px; overflow-wrap: anywhere; }
.timeline li::before { content: ""; position: absolute; left: 2px; top: 7px; width: 9px; height: 9px; border-radius: 50%; background: var(--mark, var(--soft)); }
.timeline li::after { content: ""; position: absolute; left: 6px; top: 18px; bottom: -4px; width: 1px; background: var(--line); }
.timeline li:last-child { padding-bottom: 0; } .timeline li:last-child::after { display: none; }
.timeline .soft { font-size: 13px; }
.timeline .bad { --mark: var(--high-edge); } .timeline .told { --mark: var(--medium-edge); } .timeline .good { --mark: var(--good); } .timeline .comment { --mark: var(--strong); }
.timeline .comment .said { border: 1px solid var(--line); border-radius: 8px; padding: 7px 12px; margin-bottom: 2px; background: var(--ground); }

.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)); gap: 14px; }
.cards > .empty { grid-column: 1 / -1; }
.rota { padding: 16px 20px; display: grid; gap: 2px; }
.rota .now { font-size: 20px; } .rota ol { margin-top: 10px; border-top: 1px solid var(--line); padding-top: 8px; } .rota li { display: flex; justify-content: space-between; gap: 12px; font-size: 14px; }
.rows { display: grid; gap: 10px; }
.rows .card { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 4px 16px; padding: 12px 18px; align-items: center; overflow-wrap: anywhere; }
.access { gap: 0; margin-top: 8px; border-top: 1px solid var(--line); } .access li { padding: 8px 2px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.begin { margin-bottom: 16px; } .rows .containment { gap: 8px 16px; } .containment .state { justify-self: end; } .wide { grid-column: 1 / -1; } .holds { border-left: 3px solid var(--line); padding-left: 14px; display: grid; gap: 12px; } .holds .buttons { margin-top: 6px; }
pre { overflow-x: auto; margin: 6px 0 4px; padding: 10px 12px; border-radius: 8px; background: var(--ground); border: 1px solid var(--line); } pre code { overflow-wrap: normal; }
.calls summary { cursor: pointer; }
.verdict { padding: 16px 20px; margin-bottom: 24px; display: grid; gap: 4px; border-left-width: 5px; overflow-wrap: anywhere; } .verdict h2 { font-size: 18px; }
.verdict.good { border-left-color: var(--good); } .verdict.good h2 { color: var(--good); } .verdict.bad { border-left-color: var(--high-edge); } .verdict.bad h2 { color: var(--late); }
.sign-in { max-width: 400px; margin: 8vh auto 0; padding: 28px; display: grid; gap: 14px; } .sign-in form { display: grid; gap: 12px; } .sign-in .primary { width: 100%; text-align: center; } .sign-in .or { text-align: center; } .sign-in .alert { margin: 0; }
.narrow { max-width: 640px; } .narrow form { display: grid; gap: 12px; } .narrow .card { padding: 16px 20px; margin-bottom: 14px; }
.calls { margin: 8px 0 0; display: grid; gap: 8px; counter-reset: call; } .calls li { display: grid; grid-template-columns: 24px 1fr; counter-increment: call; overflow-wrap: anywhere; } .calls li::before { content: counter(call) "."; color: var(--soft); font-variant-numeric: tabular-nums; } .calls p { font-size: 14px; }
.buttons { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; } .holds .buttons, .rows .calls form { align-items: end; } .holds .buttons label { flex: 0 1 320px; } .rows .calls form { display: grid; gap: 8px; }
h3 { font-size: 15px; margin: 0; } progress { width: 100%; height: 8px; accent-color: var(--strong); }

.charts { display: grid; grid-template-columns: 3fr 2fr; gap: 16px; align-items: start; }
.chart { padding: 16px 20px; min-width: 0; } .chart svg { display: block; width: 100%; height: auto; margin-top: 8px; }
.chart text { font-size: 11px; fill: var(--soft); font-variant-numeric: tabular-nums; } .chart .bar { fill: var(--edge, var(--strong)); } .chart .axis { stroke: var(--line); } .chart .value { fill: var(--text); font-weight: 600; }
table { border-collapse: collapse; width: 100%; font-size: 14px; } th { text-align: left; font-weight: 550; color: var(--soft); font-size: 13px; } th, td { padding: 7px 10px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; padding-right: 0; padding-left: 10px; }
.scroll { overflow-x: auto; } .broad { grid-column: 1 / -1; } .chart details { margin-top: 10px; } .chart summary { cursor: pointer; color: var(--link); font-size: 14px; min-height: 0; }
.tiles.figures { grid-template-columns: repeat(5, 1fr); } .figures .tile { padding-left: 14px; } .figures .tile b { font-size: 24px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; font-size: 13px; color: var(--soft); margin-top: 4px; } .swatch { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 6px; background: var(--edge); } .swatch.round { border-radius: 50%; background: var(--card); border: 2px solid var(--good); }
.chart .resolved { fill: var(--card); stroke: var(--good); stroke-width: 2; } .ages td, .ages th.number { min-width: 52px; white-space: normal; } .ages svg { height: 4px; margin: 4px 0 0; } abbr { text-decoration-style: dotted; text-underline-offset: 3px; }

.foot { max-width: 1180px; margin: 0 auto; padding: 0 24px 24px; }
dialog { border: 1px solid var(--line); border-radius: 14px; padding: 22px 26px; background: var(--card); color: var(--text); max-width: 420px; width: calc(100vw - 32px); }
dialog::backdrop { background: rgb(10 15 22 / 50%); }
dialog h2 { font-size: 18px; } dialog dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 18px; margin: 14px 0 18px; align-items: baseline; }

@media (max-width: 980px) {
  .charts { grid-template-columns: minmax(0, 1fr); }
  .ticket { grid-template-columns: minmax(0, 1fr) 190px 84px; } .ticket .who { grid-column: 2; grid-row: 2; } .ticket .how { grid-row: 1; } .ticket .when { grid-column: 3; }
  .ticket .who .soft { display: inline; }
}
@media (max-width: 720px) {
  main { padding: 16px 14px 28px; } h1 { font-size: 21px; }
  .top { flex-wrap: wrap; padding: 8px 14px 0; gap: 2px 12px; position: static; } .top nav { order: 3; flex: 1 0 100%; min-height: 42px; margin: 0 -14px; padding: 0 4px; } .who { margin-left: auto; }
  .tiles { grid-template-columns: repeat(3, 1fr); gap: 8px; } .tiles.figures { grid-template-columns: repeat(2, 1fr); } .tile { padding: 8px 8px 8px 13px; } .tile b { font-size: 22px; }
  .filters { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 8px; } .filters .search { grid-column: 1 / 4; } .filters button { grid-column: 4; grid-row: 1; padding: 6px; } .filters select { max-width: none; width: 100%; min-width: 0; padding: 6px 4px; font-size: 14px; } .filters label { font-size: 12px; overflow: hidden; } .filters .reset { grid-column: 1 / 5; padding: 0; }
  .ticket { grid-template-columns: minmax(0, 1fr) auto; padding: 10px 14px 11px 18px; gap: 3px 10px; }
  .ticket .title, .ticket .what, .ticket .how { grid-column: 1 / 3; grid-row: auto; } .ticket .who { grid-column: 1; grid-row: auto; } .ticket .when { grid-column: 2; grid-row: auto; } .ticket .who .soft, .ticket .when .soft { display: inline; }
  .columns { grid-template-columns: minmax(0, 1fr); grid-template-areas: "commands" "facts" "history"; grid-template-rows: none; gap: 14px; } .commands { position: static; }
  .facts dl { grid-template-columns: 1fr; } .facts, .history { padding: 14px 16px; }
  .rows .card { grid-template-columns: minmax(0, 1fr); }
  button, .button, summary, select, input { min-height: 44px; } .button { line-height: 30px; } .plain { min-height: 36px; }
  .foot { display: none; } .chart text { font-size: 20px; } .chart, .verdict { padding: 14px 16px; } .chart th, .chart td { white-space: nowrap; }
}
@media (prefers-reduced-motion: reduce) { * { animation-duration: 0.01ms !important; transition: none !important; } }
@media (forced-colors: active) { .badge, .chip, .tile, .ticket { border: 1px solid; } }
@media print { .top nav, .who, .filters, .commands, .foot { display: none; } }
`;
