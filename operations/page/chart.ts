import { type Severity, severities } from "../../policies/core/rule";
import type { DayFigures } from "../desk/figures";
import { type Html, html } from "./html";
import { capitalized } from "./words";

const width = 640;
const height = 200;
const left = 36;
const bottom = 24;
const top = 10;

/** What was opened on each day as bars, by severity, and what was resolved as marks. The table beside it says the same. */
export function dayChart(days: readonly DayFigures[]): Html {
  const totals = days.map(({ opened }) => severities.reduce((sum, severity) => sum + opened[severity], 0));
  const highest = niceAbove(Math.max(4, ...totals, ...days.map(({ resolved }) => resolved)));
  const step = (width - left) / Math.max(1, days.length);
  const y = (count: number) => round(top + (1 - count / highest) * (height - top - bottom));
  const ticks = [0, highest / 2, highest];
  return html`<svg viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-labelledby="days-name">
    <title id="days-name">Tickets opened on each of ${String(days.length)} days by severity, and resolved</title>
    ${ticks.map((tick) => html`<line class="axis" x1="${String(left)}" x2="${String(width)}" y1="${y(tick)}" y2="${y(tick)}" /><text x="${String(left - 6)}" y="${y(tick)}" dy="4" text-anchor="end">${String(tick)}</text>`)}
    ${days.map((day, index) => bars(day, left + index * step, step, y))}
    ${days.map(({ day }, index) =>
      index % Math.ceil(days.length / 7) === 0
        ? html`<text x="${round(left + (index + 0.5) * step)}" y="${String(height - 6)}" text-anchor="middle"
            >${shortDay(day)}</text
          >`
        : "",
    )}
  </svg>`;
}

function bars({ day, opened, resolved }: DayFigures, x: number, step: number, y: (count: number) => string): Html {
  let below = 0;
  const parts = [...severities].reverse().map((severity) => {
    const from = below;
    below += opened[severity];
    const [upper, lower] = [Number(y(below)), Number(y(from))];
    return opened[severity] === 0
      ? ""
      : html`<rect
          class="bar ${severity}"
          x="${round(x + step * 0.18)}"
          width="${round(step * 0.64)}"
          y="${round(upper)}"
          height="${round(Math.max(1, lower - upper - 1))}"
          ><title>${day}: ${String(opened[severity])} ${severity}</title></rect
        >`;
  });
  return html`${parts}${resolved > 0 && html`<circle class="resolved" cx="${round(x + step / 2)}" cy="${y(resolved)}" r="4"><title>${day}: ${String(resolved)} resolved</title></circle>`}`;
}

/** What the colours and marks mean, in words. */
export function dayLegend(): Html {
  return html`<ul class="legend">
    ${severities.map((severity) => html`<li><span class="swatch ${severity}"></span>${capitalized(severity)}</li>`)}
    <li><span class="swatch round"></span>Resolved</li>
  </ul>`;
}

/** How many open tickets are how old, a row for each severity. */
export function ageChart(openByAge: Readonly<Record<Severity, readonly number[]>>, names: readonly string[]): Html {
  const most = Math.max(1, ...severities.flatMap((severity) => openByAge[severity]));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Open tickets by severity and age">
    <table class="ages">
      <thead>
        <tr>
          <th scope="col">Severity</th>
          ${names.map((name) => html`<th scope="col" class="number">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${severities.map(
          (severity) =>
            html`<tr class="${severity}">
              <th scope="row"><span class="badge ${severity}">${capitalized(severity)}</span></th>
              ${openByAge[severity].map(
                (count) =>
                  html`<td class="number">
                    ${String(count)}<svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                      <rect class="bar ${severity}" width="${round((count / most) * 100)}" height="4" />
                    </svg>
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** The next even number that reads well on an axis. */
function niceAbove(value: number): number {
  const size = 10 ** Math.floor(Math.log10(value));
  return (
    [1, 2, 4, 6, 8, 10].map((factor) => factor * size).find((each) => each >= value && each % 2 === 0) ?? value * 2
  );
}

function shortDay(day: string): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(day));
}

const round = (value: number) => String(Math.round(value * 10) / 10);
