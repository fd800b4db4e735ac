import { severities } from "../../policies/core/rule";
import type { Figures, Kept, TeamFigures, Times } from "../desk/figures";
import { ageChart, dayChart, dayLegend } from "./chart";
import { type Html, html } from "./html";
import { span } from "./times";

const ageNames = ["< 1 h", "< 1 day", "< 7 days", "< 30 days", "Older"];

/** What tickets say in numbers: how fast they are taken and done, and which deadlines were missed. */
export function figuresSide(figures: Figures): Html {
  const { acknowledge, resolve, deadlines, open, days } = figures;
  return html`<div class="head">
      <h1>Figures</h1>
      <p class="soft">Open tickets, and those opened within ${String(days.length)} days.</p>
    </div>
    <ul class="tiles figures">
      ${tile("Open", String(open), "now")}
      ${tile("Time to acknowledge", minutes(acknowledge.median), `median; 90 % within ${minutes(acknowledge.p90)}`)}
      ${tile("Time to resolve", minutes(resolve.median), `median; 90 % within ${minutes(resolve.p90)}`)}
      ${tile("Acknowledged in time", share(deadlines.acknowledge), missed(deadlines.acknowledge))}
      ${tile("Resolved in time", share(deadlines.resolve), missed(deadlines.resolve))}
    </ul>
    <div class="charts">
      <section class="card chart" aria-labelledby="per-day">
        <h2 id="per-day">Opened and resolved</h2>
        ${dayLegend()}${dayChart(days)}${dayTable(figures)}
      </section>
      <section class="card chart" aria-labelledby="by-age">
        <h2 id="by-age">Open by age</h2>
        ${ageChart(figures.openByAge, ageNames)}
      </section>
      <section class="card chart broad" aria-labelledby="by-team">
        <h2 id="by-team">Departments</h2>
        ${teamTable(figures.departments)}
      </section>
    </div>`;
}

function tile(name: string, value: string, note: string): Html {
  return html`<li>
    <div class="tile"><span>${name}</span> <b>${value}</b> <span>${note}</span></div>
  </li>`;
}

function minutes(value: number | undefined): string {
  return value === undefined ? "–" : span(value * 60_000);
}

function share({ due, missed }: Kept): string {
  return due === 0 ? "–" : `${String(Math.floor(((due - missed) / due) * 100))} %`;
}

function missed({ due, missed: late }: Kept): string {
  return due === 0 ? "none was due" : `${String(late)} of ${String(due)} missed`;
}

function dayTable({ days }: Figures): Html {
  return html`<details>
    <summary>As a table</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Days as a table">
      <table>
        <thead>
          <tr>
            <th scope="col">Day</th>
            ${severities.map((severity) => html`<th scope="col" class="number">${severity}</th>`)}
            <th scope="col" class="number">resolved</th>
            <th scope="col" class="number">deadlines missed</th>
          </tr>
        </thead>
        <tbody>
          ${days.map(
            ({ day, opened, resolved, missed: late }) =>
              html`<tr>
                <th scope="row">${day}</th>
                ${severities.map((severity) => html`<td class="number">${String(opened[severity])}</td>`)}
                <td class="number">${String(resolved)}</td>
                <td class="number">${String(late)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

function teamTable(departments: Readonly<Record<string, TeamFigures>>): Html {
  const times = ({ mean, p90 }: Times) =>
    html`<td class="number">${minutes(mean)}</td>
      <td class="number">${minutes(p90)}</td>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Departments as a table">
    <table>
      <thead>
        <tr>
          <th scope="col">Department</th>
          <th scope="col" class="number">Open</th>
          <th scope="col" class="number"><abbr title="Mean time to acknowledge">MTTA</abbr></th>
          <th scope="col" class="number">90 %</th>
          <th scope="col" class="number"><abbr title="Mean time to resolve">MTTR</abbr></th>
          <th scope="col" class="number">90 %</th>
          <th scope="col" class="number">Acknowledged in time</th>
          <th scope="col" class="number">Resolved in time</th>
        </tr>
      </thead>
      <tbody>
        ${Object.entries(departments).map(
          ([name, { open, acknowledge, resolve, deadlines }]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td class="number">${String(open)}</td>
              ${times(acknowledge)}${times(resolve)}
              <td class="number">${share(deadlines.acknowledge)}</td>
              <td class="number">${share(deadlines.resolve)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
