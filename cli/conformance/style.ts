/** How the page looks: plain, in light and dark, on paper; nothing is said by colour alone. */
export const style = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --back: #ffffff; --box: #f6f8fa;
  --good: #116329; --bad: #a40e26; --open: #7d4e00; --link: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9da7b3; --line: #373e47; --back: #0d1117;
  --box: #161b22; --good: #56d364; --bad: #ff8b80; --open: #e3b341; --link: #79c0ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 72rem; color: var(--text); background: var(--back);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
h3 { margin-top: 1.75rem; } h4 { margin: 1.25rem 0 .25rem; }
a { color: var(--link); }
code, pre, .story { font-family: ui-monospace, monospace; font-size: .875rem; }
pre, .story, .box { background: var(--box); border: 1px solid var(--line); border-radius: .375rem; padding: .75rem 1rem; }
pre { white-space: pre-wrap; margin: .5rem 0; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0; }
dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; min-width: 44rem; font-size: .9375rem; }
caption { text-align: left; color: var(--soft); padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .375rem .75rem .375rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; overflow-wrap: normal; } tbody th { font-weight: 400; } td.count, th.count { text-align: right; white-space: nowrap; padding-right: 1.25rem; }
td.verdict, th[scope="row"] { overflow-wrap: normal; white-space: nowrap; }
.held { color: var(--good); font-weight: 600; } .broken { color: var(--bad); font-weight: 600; }
.open { color: var(--open); font-weight: 600; } .soft { color: var(--soft); }
ol.story { padding-left: 3.5rem; } ol.story li { padding: .125rem 0; } ol.story .answer { display: block; color: var(--soft); }
ol.story li:last-child { color: var(--bad); font-weight: 600; }
.skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; background: var(--back); padding: .5rem; }
@media (max-width: 40rem) { dl.facts { grid-template-columns: 1fr; } dl.facts dd { margin-bottom: .5rem; } }
@media print { :root { color-scheme: light; --text: #000; --soft: #444; --line: #999; --back: #fff; --box: #fff;
  --good: #000; --bad: #000; --open: #000; --link: #000; } body { max-width: none; padding: 0; font-size: 10pt; }
  .scroll { overflow: visible; } table { min-width: 0; } tr, li, h2, h3, h4 { break-inside: avoid; } h2, h3, h4 { break-after: avoid; } .skip { display: none; } }
`;
