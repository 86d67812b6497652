/**
 * The style of the report page: light and dark, wide and narrow, screen and paper.
 *
 * @module
 */
import { darkChartStyle } from "./figure.ts";

const DARK_VARIABLES = `
  --paper: #14191f; --card: #1b2229; --ink: #e7ecf1; --muted: #a9b5c0; --line: #2c353f;
  --accent: #5bb4ec; --on-accent: #0d1217; --best: #1d3a52;`;

/** The content of the page's one style element. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --card: #f6f8fa; --ink: #1b2530; --muted: #566370; --line: #dbe1e7;
  --accent: #0066a1; --on-accent: #ffffff; --best: #e0eefa;
}
@media screen and (prefers-color-scheme: dark) {
  :root {${DARK_VARIABLES}
  }
${darkChartStyle()}
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 68rem; padding: 2rem 1.25rem 4rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, "DejaVu Sans", sans-serif;
}
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .4rem; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .4rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .4rem; }
p, dl, ul { margin: 0 0 .9rem; }
section { margin-top: 3rem; }
section > p, header > p, dd { max-width: 44rem; }
a { color: var(--accent); }
.muted, .lead { color: var(--muted); }
.lead { font-size: 1.1rem; }
nav { margin-top: 1.4rem; padding: .7rem 0; border-block: 1px solid var(--line); }
nav a { margin-right: 1.1rem; white-space: nowrap; text-decoration: none; }
nav a:hover { text-decoration: underline; }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .8rem; margin: 1.5rem 0 0; padding: 0; list-style: none; }
.tiles li { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .8rem 1rem; }
.tiles strong { display: block; font-size: 1.9rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.tiles span { display: block; color: var(--muted); font-size: .88rem; }
.tiles .name { color: var(--ink); font-size: .95rem; font-weight: 600; }

figure { margin: 1rem 0 0; }
figure svg.chart { display: block; max-width: 100%; height: auto; }
.scroll { overflow-x: auto; }
.pair { columns: 2 26rem; column-gap: 3rem; margin-top: 3rem; }
.pair section { break-inside: avoid; margin: 0; padding-bottom: 2.5rem; }

table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
td { white-space: nowrap; }
th, td { padding: .45rem .55rem; text-align: right; vertical-align: baseline; border-bottom: 1px solid var(--line); }
thead th { vertical-align: bottom; border-bottom: 2px solid var(--ink); line-height: 1.25; }
th[scope=row], thead th:first-child { text-align: left; }
td small { display: block; color: var(--muted); }
.best { font-weight: 700; background: var(--best); border-radius: .3rem; padding: .05rem .3rem; margin: 0 -.3rem; }
tr.featured th[scope=row] { font-weight: 700; box-shadow: inset .25rem 0 var(--accent); }
tr.control th[scope=row], tr.control td { color: var(--muted); }
.leading { background: var(--card); }
.glossary { columns: 24rem; column-gap: 3rem; }
.glossary div { break-inside: avoid; }
dt { font-weight: 600; }
dd { margin: 0 0 .6rem; }
aside { border-left: .25rem solid var(--accent); background: var(--card); padding: .8rem 1.1rem; margin: 1.2rem 0; border-radius: 0 .5rem .5rem 0; max-width: 46rem; }
aside p:last-child { margin: 0; }
.facts { columns: 20rem; column-gap: 2.5rem; padding: 0; list-style: none; font-size: .92rem; }
.facts li { display: flex; justify-content: space-between; gap: 1rem; break-inside: avoid; border-bottom: 1px solid var(--line); padding: .25rem 0; }
.facts span:last-child { font-variant-numeric: tabular-nums; text-align: right; overflow-wrap: anywhere; }
.facts.conventions { columns: auto; }
.facts.conventions li { justify-content: start; }
.facts.conventions span:first-child { flex: 0 0 9.5rem; color: var(--muted); }
.facts.conventions span:last-child { text-align: left; }
.facts.labels { columns: 24rem; }
.facts .bar { flex: 1; align-self: center; height: .5rem; }
.facts .bar i { display: block; height: 100%; min-width: 1px; background: var(--accent); border-radius: .25rem; opacity: .6; }
.facts .bar + span { min-width: 7rem; }
.facts .bar-name { min-width: 9.5rem; }
summary { cursor: pointer; font-weight: 600; }

.strip { display: flex; gap: 1rem; padding: 1rem 0; border-top: 1px solid var(--line); break-inside: avoid; }
.film { width: 8.4rem; flex: none; font-size: .82rem; line-height: 1.35; }
.film img { display: block; width: 100%; height: auto; border-radius: .4rem; background: #000; }
.film p { margin: .3rem 0 0; }
.film .id { color: var(--muted); overflow-wrap: anywhere; }
.query { width: 9.4rem; padding: .5rem; margin: -.5rem 0 -.5rem -.5rem; background: var(--card); border-radius: .6rem; }
.query .distance { font-weight: 700; text-transform: uppercase; letter-spacing: .04em; font-size: .75rem; }
.found { flex: 1; display: flex; flex-wrap: wrap; gap: .9rem .8rem; margin: 0; padding: 0; list-style: none; min-width: 0; }
.hit img { outline: 3px solid var(--accent); outline-offset: -3px; }
.verdict { color: var(--muted); }
.hit .verdict { color: var(--ink); }
.chips { display: flex; flex-wrap: wrap; gap: .25rem; padding: 0; margin: .35rem 0 0; list-style: none; }
.chips li { border: 1px solid var(--muted); border-radius: 1rem; padding: 0 .4rem; font-size: .74rem; overflow-wrap: anywhere; }
.chips .shared { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
.chips .none { border-style: dashed; color: var(--muted); }
.search { display: flex; gap: 2rem; align-items: flex-start; margin-top: 2rem; }
.search .film { width: 11rem; font-size: .88rem; }
.search .query { width: 15rem; margin: 0; position: sticky; top: 1rem; }
.stack { position: relative; }
.search .query img { width: 100%; }
.heat { position: absolute; inset: 0; display: grid; border-radius: .4rem; overflow: hidden; }
.heat i { background: #ff8c1a; }
.why { border-top: 1px solid var(--line); margin-top: .5rem; }
.bits { display: flex; flex-wrap: wrap; gap: 2px; width: 158px; margin: .3rem 0; }
.bits i { width: 8px; height: 8px; border: 1px solid var(--muted); border-radius: 2px; }
.bits .same { background: var(--accent); border-color: var(--accent); }
.shares { padding: 0; margin: .3rem 0; list-style: none; font-size: .8rem; }
.shares li { display: grid; grid-template-columns: 1fr auto; gap: 0 .5rem; }
.shares b { grid-column: 1 / -1; height: 3px; min-width: 1px; margin-bottom: .2rem; background: var(--accent); border-radius: 2px; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .9rem; }

@media screen and (max-width: 40rem) {
  body { padding-top: 1.2rem; }
  h1 { font-size: 1.5rem; }
  .wide figure svg.chart { max-width: none; width: 38rem; }
  .tiles strong { font-size: 1.5rem; }
  .strip, .search { flex-direction: column; }
  .search .query { position: static; }
  .query { width: auto; margin: -.5rem 0 0; }
  .query img { width: 8.6rem; }
  .found { flex-wrap: nowrap; overflow-x: auto; padding-bottom: .5rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  section { margin-top: 1.5rem; break-inside: avoid; }
  #gallery, #results { break-inside: auto; }
  .film { width: 6.2rem; }
  .scroll { overflow: visible; }
  .wide figure svg.chart { max-height: 17cm; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
