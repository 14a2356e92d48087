/** How it looks, as constructed style sheets: nothing inline, nothing fetched, nothing of the page shines through. */

export const sheet = new CSSStyleSheet();
sheet.replaceSync(/* css */ `
/* Colours, words, controls. */
.gp {
  --ground: var(--guidepost-ground, light-dark(#fcfbf8, #161b19));
  --card: var(--guidepost-card, light-dark(#fff, #1e2522));
  --ink: var(--guidepost-ink, light-dark(#20261f, #e8ebe6));
  --soft: light-dark(#5a6159, #a8b1a9);
  --line: light-dark(#e2ddd2, #38423d);
  --edge: light-dark(#857f70, #7f8a83);
  --tint: light-dark(#eaf1ec, #24352e);
  --warm: light-dark(#fbf3df, #33301f);
  --cited: light-dark(#ffe39b, #6b5514);
  --radius: var(--guidepost-radius, .75em);
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
h2, h3, p, ul, dl, dd, fieldset { margin: 0; padding: 0; border: 0; min-width: 0; overflow-wrap: anywhere; list-style: none; }
h2, h3 { font-size: 1.1em; line-height: 1.3; }
b { font-size: .8em; }
bdi { overflow-wrap: anywhere; }
table bdi { overflow-wrap: break-word; }
button, input, select, textarea { font: inherit; color: inherit; min-height: 2em; max-width: 100%; border: 1px solid var(--edge); border-radius: .5em; background: var(--card); padding: .2em .6em; }
button { display: inline-flex; gap: .4em; align-items: center; cursor: pointer; text-align: start; border-color: var(--line); }
button:hover { border-color: var(--accent); }
button:disabled { opacity: .65; cursor: default; }
[aria-pressed=true] { background: var(--tint); border-color: var(--accent); }
svg { width: 1.1em; height: 1.1em; flex: none; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.primary { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
.quiet { min-width: 2em; padding: .4em; border-color: transparent; background: none; }
.text, .sort { border: 0; background: none; padding: 0; }
.text { color: var(--accent); text-decoration: underline; justify-self: start; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
[type=checkbox], [type=radio] { accent-color: var(--accent); width: 1.2em; height: 1.2em; min-height: 0; margin: 0; flex: none; }
textarea { width: 100%; }
.row { display: flex; flex-wrap: wrap; gap: .4em; align-items: center; }
.box { justify-items: start; padding: .9em; }
.box, .scroll, .preview { border: 1px solid var(--line); border-radius: var(--radius); background: var(--card); }
.choice { display: flex; gap: .4em; align-items: center; min-height: 24px; }
legend { padding: 0; }

/* What is smaller, paler, stronger. */
.read, .status, .caveats, .actions, .listing, .programs > .row, .change p, .page p, .chip, .preview, details, table { font-size: .9em; }
b, .soft, .quiet, .change p, dt, summary, caption, thead th, ::placeholder { color: var(--soft); }
h2, h3, legend, .primary, .status, .mark, .title, .group th, .differs td, .grid thead th, [aria-sort] .sort, [aria-current] { font-weight: 600; }

/* The panel: its head, its log, what is below it, what is beside it. */
.panel { container: panel / inline-size; box-sizing: border-box; display: block; width: 100%; height: var(--guidepost-height, 40em); max-height: 100dvh; border: 1px solid var(--line); border-radius: var(--radius); color: var(--ink); background: var(--ground); overflow: hidden; }
[data-mode=page] .panel { height: var(--guidepost-height, 100dvh); border: 0; border-radius: 0; }
[data-mode=bubble] .panel { position: fixed; inset-block-end: var(--guidepost-bottom, 1.25em); inset-inline-end: var(--guidepost-side, 1.25em); width: var(--guidepost-width, 28em); height: min(var(--guidepost-height, 44em), 100dvh - 2.5em); box-shadow: 0 1em 3em #0004; font-size: .94em; }
@media (max-width: 36em) { [data-mode=bubble] .panel { inset: 0; width: 100%; height: 100dvh; border: 0; border-radius: 0; } }
.frame { position: relative; height: 100%; display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); }
.main { display: grid; grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr); }
.head { display: flex; gap: .2em; align-items: center; padding: .4em .9em; min-height: 3em; border-bottom: 1px solid var(--line); }
.head > :first-child { flex: 1; }
.log { position: relative; overflow-y: auto; overscroll-behavior: contain; padding: .9em; outline-offset: -2px; }
.log > *, .below > * { max-width: 50em; margin-inline: auto; }
.below { padding: .4em .9em .9em; max-height: 60dvh; overflow-y: auto; }
.below > :not(:empty) { margin-top: .4em; }
.welcome, .starters, .composer, .turn, .answer, .said, .caveats, .programs, .box { display: grid; gap: .6em; min-width: 0; }
.welcome { gap: .9em; }
.starters { grid-template-columns: repeat(auto-fit, minmax(min(17em, 100%), 1fr)); }
.starters button { width: 100%; height: 100%; padding: .6em .9em; border-radius: var(--radius); }
.notice { display: flex; gap: .4em; align-items: center; justify-content: space-between; padding: .4em; padding-inline-start: .9em; border-radius: var(--radius); background: var(--tint); }
.line { display: flex; gap: .4em; align-items: end; padding: .4em; background: var(--card); border: 1px solid var(--edge); border-radius: var(--radius); }
.line:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.line textarea { resize: none; border: 0; background: none; max-height: 9em; outline: none; }
::placeholder { opacity: 1; }
.send { padding: .4em; }
.held > :last-child:not(:empty) { margin-top: .4em; }
.chip { display: inline-flex; background: var(--tint); border: 1px solid var(--line); border-radius: 1em; }
.chip button { border-color: transparent; background: none; border-radius: 1em; }
.chip > :first-child { padding: 0; padding-inline-start: .9em; align-self: center; }
.drawer { position: absolute; inset: 0; background: var(--ground); display: grid; grid-template: auto auto auto minmax(0, 1fr) auto / minmax(0, 1fr); gap: .4em; padding-bottom: .9em; }
.drawer h2 { padding-top: .4em; outline: none; }
.drawer > :not(.head) { margin-inline: .9em; justify-self: start; }
.drawer .page { justify-self: stretch; }
.page { position: relative; overflow-y: auto; padding: .9em; white-space: pre-wrap; overflow-wrap: anywhere; }
mark { background: var(--cited); color: inherit; box-shadow: 0 0 0 .2em var(--cited); }
.page li { flex-wrap: nowrap; padding: .4em 0; }
.page li+li { border-top: 1px solid var(--line); }
.page .text { flex: 1; display: block; text-decoration: none; }
.preview { position: absolute; width: max-content; max-width: min(24em, 100% - 1em); display: grid; gap: .2em; padding: .6em .9em; box-shadow: 0 1em 3em #0004; }
.preview p { border-inline-start: 3px solid var(--cited); padding-inline-start: .6em; }
@container panel (min-width: 64em) {
  .drawer:not([hidden]) { position: relative; border-inline-start: 1px solid var(--line); }
  .main:has(+ .drawer:not([hidden])) { grid-column: 1; }
  .frame:has(> .drawer:not([hidden])) { grid-template-columns: minmax(0, 1fr) 27em; }
}

/* Turns, and tables in them. */
.turn { gap: .9em; padding-bottom: 2em; align-content: start; }
.asked { display: flex; gap: .2em; justify-content: end; align-items: center; }
.asked p { max-width: 85%; padding: .6em .9em; background: var(--tint); border-radius: 1em; border-end-end-radius: .2em; white-space: pre-wrap; }
.change p { background: none; }
.turn:not(:last-child) :is(.edit, .ended button) { display: none; }
.answer > :empty, .programs > :empty { display: none; }
.status { justify-self: start; padding: 0 .6em; border: 1px solid var(--edge); border-radius: 1em; }
.clamp { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.clamp:focus-within { -webkit-line-clamp: none; }
.mark { display: inline-flex; align-items: center; justify-content: center; min-width: 24px; min-height: 24px; padding: 0 .2em; margin-inline-start: .2em; line-height: 1; font-size: .8em; color: var(--accent); background: var(--tint); border-color: transparent; border-radius: .5em; }
button.mark:hover { background: var(--accent); color: var(--on-accent); }
.caveats { padding: .6em .9em; background: var(--warm); border-radius: var(--radius); }
.conflict { border-color: light-dark(#9c2b1f, #ff9d8f); }
.working i { display: inline-block; width: .4em; height: .4em; margin-inline-start: .2em; border-radius: 50%; background: currentColor; animation: blink 1s infinite alternate; }
@keyframes blink { from { opacity: .2; } }
summary { width: fit-content; cursor: pointer; min-height: 24px; }
dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .2em .9em; padding: .4em 0; }
.down svg { rotate: 180deg; }
button.chip { padding: .2em .9em; }
.last { white-space: nowrap; }
.programs { margin-bottom: .6em; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { text-align: start; padding: .6em .9em .2em; }
caption strong { color: var(--ink); }
th, td { text-align: start; font-weight: 400; vertical-align: top; padding: .5em .4em; }
thead th { vertical-align: middle; }
tbody tr { border-top: 1px solid var(--line); }
.sort { min-height: 24px; }
.sort::after { content: "↕" / ""; opacity: .5; }
[aria-sort] .sort { color: var(--ink); }
[aria-sort] .sort::after { content: "↑" / ""; opacity: 1; }
[aria-sort=descending] .sort::after { content: "↓" / ""; }
.program .soft, small, dd, .drawer h2 { display: block; text-align: -webkit-match-parent; text-align: match-parent; }
.duration, .price, .price_per_year { white-space: nowrap; }
small { white-space: normal; }
.pick label { display: grid; place-items: center; min-width: 24px; min-height: 24px; }
.compare { justify-items: stretch; border-color: var(--accent); }
.compare .row { justify-content: space-between; }
.grid tr > * { min-width: 8em; }
.grid tr > :first-child { position: sticky; inset-inline-start: 0; background: var(--card); }
@container panel (max-width: 48em) {
  [role=table], [role=table] > * { display: block; }
  [role=table] tr { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .2em .9em; padding: .6em .9em; position: relative; }
  [role=table] thead tr { display: flex; flex-wrap: wrap; gap: 0 .9em; }
  [role=table] thead th:not(:has(.sort)) { display: none; }
  [role=table] bdi { overflow-wrap: anywhere; }
  [role=table] tr > * { padding: 0; white-space: normal; }
  [role=table] tr > .program { grid-column: 1 / -1; padding-inline-end: 2em; }
  .pick { position: absolute; inset-block-start: .4em; inset-inline-end: .4em; }
  [data-label]::before { content: attr(data-label); display: block; color: var(--soft); font-size: .9em; }
}
@container panel (max-width: 30em) {
  dl { display: block; }
  dd { margin-bottom: .4em; }
}
@media (prefers-reduced-motion) { .working i { animation: none; } }
@media (forced-colors: active) { .mark, .asked p, .caveats, .notice, .primary { border: 1px solid; } mark { background: Mark; color: MarkText; } }
`);
