// Reads pages with Lighthouse as it stands: a phone on slow 4G whose processor is four times slower than this one.
//
// node reading.mjs FOLDER CHROMIUM < {"rounds": 3, "pages": {"name": "address"}}
// prints one JSON object a line: {"name", "performance", …}. The pages take turns, so that a slow minute meets all of them.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const [folder, chromium] = process.argv.slice(2);
const require = createRequire(pathToFileURL(folder + "/"));
const load = async (name) => import(pathToFileURL(require.resolve(name)));
const { launch } = await load("chrome-launcher");
const { default: lighthouse } = await load("lighthouse");

const FLAGS = [
  "--headless=new", "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--no-first-run", "--ignore-certificate-errors", // the server's certificate is its own
];
const SLOWER = 4;

// Milliseconds that the longest task in the page's main thread would take a phone: of processor time, so that what else
// runs on this machine does not count. Tasks of Lighthouse itself are left out.
function longest(events, address) {
  const at = ({ pid, tid }) => `${pid}:${tid}`;
  const main = at(events.find(({ name, args }) => name === "ParseHTML" && args?.beginData?.url === address) ?? {});
  const own = events.filter((one) => at(one) === main && one.ph === "X");
  const foreign = own.filter((one) => JSON.stringify(one.args ?? "").includes("_lighthouse-eval"));
  const tasks = own.filter((task) => task.name.endsWith("RunTask") && task.tdur
    && !foreign.some(({ ts }) => ts >= task.ts && ts <= task.ts + task.dur));
  return Math.max(0, ...tasks.map(({ tdur }) => tdur)) / 1000 * SLOWER;
}

const hundred = ({ score }) => score * 100;

function told(name, { lhr, artifacts }) {
  const { audits, categories } = lhr;
  const requests = audits["network-requests"].details.items.filter(({ url }) => !url.startsWith("data:"));
  const lost = Object.values(categories).flatMap(({ auditRefs }) =>
    auditRefs.filter(({ id, weight }) => weight && audits[id].score !== null && audits[id].score < 1).map(({ id }) => id));
  return {
    name,
    performance: hundred(categories.performance),
    accessibility: hundred(categories.accessibility),
    practices: hundred(categories["best-practices"]),
    seo: hundred(categories.seo),
    requests: requests.length,
    bytes: requests.reduce((sum, { transferSize = 0 }) => sum + transferSize, 0),
    lcp: audits["largest-contentful-paint"].numericValue,
    cls: audits["cumulative-layout-shift"].numericValue,
    blocked: audits["total-blocking-time"].numericValue,
    task: longest((artifacts.Trace ?? artifacts.traces.defaultPass).traceEvents, lhr.finalDisplayedUrl.split("#")[0]),
    lost,
  };
}

// On a busy machine a page is not always done in time: such a reading has no figures, and is made again.
async function read(name, address, attempts = 3) {
  const chrome = await launch({ chromePath: chromium, chromeFlags: FLAGS });
  try {
    const done = await lighthouse(address, { port: chrome.port, logLevel: "silent", disableFullPageScreenshot: true });
    if (done.lhr.runtimeError) throw new Error(done.lhr.runtimeError.message);
    if (done.lhr.categories.performance.score === null) throw new Error("no figures");
    return told(name, done);
  } catch (error) {
    if (attempts <= 1) throw new Error(`${address}: ${error.message}`);
  } finally {
    await chrome.kill();
  }
  return read(name, address, attempts - 1);
}

const { rounds, pages } = JSON.parse(await text(process.stdin));
for (let round = 0; round < rounds; round += 1) {
  for (const [name, address] of Object.entries(pages)) console.log(JSON.stringify(await read(name, address)));
}
