/** The behaviour of the page, as written into it. It makes every element itself, so that no text of the data is markup. */
export const script = String.raw`
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const severities = ["critical", "high", "medium", "low"];
const states = { breach: "Breaches", undetermined: "Undetermined", excused: "Excused" };

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) if (child !== undefined && child !== "") element.append(child);
  return element;
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}

function header() {
  const { summary, stacks } = data;
  const resources = stacks.reduce((sum, stack) => sum + stack.resources, 0);
  const figures = [
    ["Breaches", summary.breaches],
    ...severities.map((severity) => [capital(severity), summary.bySeverity[severity]]),
    ["Undetermined", summary.undetermined], ["Excused", summary.excused], ["Not seen", summary.notSeen],
  ];
  const time = make("time", { datetime: data.time }, data.time.replace("T", " ").replace(/\.\d+Z$/, " UTC"));
  const size = resources + (resources === 1 ? " resource in " : " resources in ");
  return make("header", {},
    make("a", { class: "skip", href: "#findings" }, "Skip to the findings"),
    make("h1", {}, "Guardrails report"),
    make("p", { class: "soft" }, size, stacks.map((stack) => stack.source).join(", ") || "no stack", ", checked ", time),
    make("dl", { class: "tiles" }, ...figures.map(([name, figure]) =>
      make("div", { class: figure === 0 ? "zero" : "" }, make("dt", {}, name), make("dd", {}, String(figure))))));
}

function pill(name, value, label) {
  const number = make("b", { "data-count": name + " " + value });
  return make("label", { class: "pill" }, make("input", { type: "checkbox", name, value, checked: true }), label, number);
}

function chooser(name, label, all, options) {
  const choices = options.map(([value, text]) => make("option", { value }, text));
  return make("select", { name, "aria-label": label }, make("option", { value: "" }, all), ...choices);
}

function search() {
  return make("input", { type: "search", name: "text", "aria-label": "Resource, observation or file",
    placeholder: "Search resources (press /)", autocomplete: "off" });
}

function filters() {
  const legend = (text) => make("legend", {}, text);
  return make("search", { class: "filters" }, make("form", { "aria-label": "Filter the findings" },
    make("fieldset", {}, legend("Severity"), ...severities.map((severity) => pill("severity", severity, capital(severity)))),
    make("fieldset", {}, legend("Outcome"), ...Object.entries(states).map(([state, label]) => pill("state", state, label))),
    search(),
    chooser("rule", "Rule", "All rules", data.groups.map(({ id }) => [id, id])),
    data.stacks.length > 1 ? chooser("stack", "Stack", "All stacks", data.stacks.map(({ source }, index) => [index, source])) : undefined,
    make("p", { class: "status", role: "status" }),
    make("button", { type: "reset" }, "Reset")));
}

function ruleCard(group) {
  const heading = "rule-" + group.id;
  const rows = group.findings.map((finding) => row(group, finding));
  const number = make("span", { class: "number" });
  const ids = [make("code", {}, group.id), group.controls.length > 0 ? " · " + group.controls.join(", ") : ""];
  const requirements = group.requirements.length === 0 ? undefined
    : make("details", { class: "ids" }, make("summary", {}, "Framework requirements: " + group.requirements.length), group.requirements.join(", "));
  const card = make("article", { class: "card rule " + group.severity, "aria-labelledby": heading },
    make("div", { class: "head" },
      make("span", { class: "badge " + group.severity }, group.severity), make("h2", { id: heading }, group.title), number,
      make("p", { class: "ids" }, ...ids), requirements),
    make("dl", { class: "advice" },
      make("dt", {}, "Why"), make("dd", {}, group.why), make("dt", { class: "fix" }, "Fix"), make("dd", {}, group.fix)),
    make("table", { "aria-labelledby": heading },
      make("colgroup", {}, make("col", { class: "resource" }), make("col"), make("col", { class: "where" })),
      make("thead", {}, make("tr", {}, ...["Resource", "Observed", "Where"].map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, rows.map(({ element }) => element))));
  return { card, number, rows };
}

function row(group, finding) {
  const badges = [
    finding.isUndetermined ? make("span", { class: "badge undetermined" }, "undetermined") : undefined,
    finding.excuse ? make("span", { class: "badge excused" }, "excused") : undefined,
    finding.level !== "mandatory" ? make("span", { class: "badge level" }, finding.level) : undefined,
  ];
  const { source } = data.stacks[finding.stack];
  const isSaid = data.stacks.length === 1 || finding.place === "" || finding.place.startsWith(source + "/");
  const css = { class: finding.state };
  const element = make("tr", {},
    make("td", css, make("span", { class: "name" }, finding.name || "(no name)"), make("span", { class: "code", title: finding.urn }, finding.type)),
    make("td", css, make("span", { class: "seen" }, finding.observation),
      finding.excuse ? make("span", { class: "note" }, finding.excuse) : undefined, make("div", { class: "badges" }, ...badges)),
    make("td", {}, make("code", { class: "where" }, finding.place || source), isSaid ? undefined : make("span", { class: "note" }, source)));
  const text = [finding.name, finding.type, finding.urn, finding.observation, finding.place].join("\n").toLowerCase();
  return { element, text, severity: finding.severity, state: finding.state, rule: group.id, stack: String(finding.stack) };
}

function list(title, items) {
  return items.length === 0 ? [] : [make("section", { class: "card list" }, make("h2", {}, title), make("ul", {}, ...items.map((item) => make("li", {}, ...item))))];
}

const cards = data.groups.map(ruleCard);
const rows = cards.flatMap((card) => card.rows);
const nothing = make("p", { class: "card empty", hidden: true }, rows.length === 0 ? "No findings." : "No finding matches these filters.");
const notSeen = data.stacks.flatMap((stack) => stack.notSeen.map(({ urn, reason }) => [make("code", {}, urn), ": " + reason + " (" + stack.source + ")"]));
document.body.prepend(header(), filters(),
  make("main", { id: "findings", tabindex: "-1" }, nothing, cards.map(({ card }) => card),
    ...list("Not seen: nothing is known about these", notSeen), ...list("Warnings", data.warnings.map((warning) => [warning]))),
  make("footer", {}, data.tool));

const form = document.querySelector("form");
const status = document.querySelector(".status");
const counters = [...document.querySelectorAll("[data-count]")];

function apply() {
  const chosen = new FormData(form);
  const wanted = { severity: new Set(chosen.getAll("severity")), state: new Set(chosen.getAll("state")) };
  const [rule, stack] = [chosen.get("rule"), chosen.get("stack") || ""];
  const words = String(chosen.get("text")).toLowerCase().split(/\s+/).filter(Boolean);
  const counts = {};
  const add = (key) => { counts[key] = (counts[key] || 0) + 1; };
  let shown = 0;
  for (const one of rows) {
    const isNamed = (!rule || one.rule === rule) && (!stack || one.stack === stack) && words.every((word) => one.text.includes(word));
    const isSevere = wanted.severity.has(one.severity);
    const isState = wanted.state.has(one.state);
    if (isNamed && isState) add("severity " + one.severity);
    if (isNamed && isSevere) add("state " + one.state);
    one.element.hidden = !(isNamed && isSevere && isState);
    if (!one.element.hidden) shown++;
  }
  for (const { card, number, rows } of cards) {
    const visible = rows.filter(({ element }) => !element.hidden).length;
    card.hidden = visible === 0;
    number.textContent = visible === rows.length ? String(visible) : visible + " of " + rows.length;
  }
  for (const counter of counters) counter.textContent = String(counts[counter.dataset.count] || 0);
  nothing.hidden = shown > 0;
  status.textContent = shown + " of " + rows.length + (rows.length === 1 ? " finding" : " findings");
}

form.addEventListener("input", apply);
form.addEventListener("reset", () => setTimeout(apply));
form.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.matches("input, select")) return;
  event.preventDefault();
  form.elements.text.focus();
});
apply();
`;
