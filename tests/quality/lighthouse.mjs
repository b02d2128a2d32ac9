// Lighthouse against a browser that runs already: its four marks as one line of JSON.

import lighthouse from "lighthouse";

const [url, port] = process.argv.slice(2);
const { lhr } = await lighthouse(url, {
  port: Number(port),
  output: "json",
  logLevel: "error",
  onlyCategories: ["performance", "accessibility", "best-practices", "seo"],
});
const marks = Object.entries(lhr.categories).map(([id, { score }]) => [id, Math.round(score * 100)]);
const lost = Object.values(lhr.audits)
  .filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== "informative")
  .map(({ id, displayValue }) => `${id} ${displayValue ?? ""}`.trim());
console.log(JSON.stringify({ marks: Object.fromEntries(marks), lost }));
