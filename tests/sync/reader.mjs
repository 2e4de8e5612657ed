// Reads calendars with ical.js and node-ical, as programs written for Node and for browsers do.
//
// A line on standard input is a JSON list of addresses; the answer is a line with an object: by parser, by address, the
// events. A file is fetched again only if the server says that it has changed, so an ETag that stays behind is noticed.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(process.argv[2] + "/"));
const ICAL = (await import(pathToFileURL(require.resolve("ical.js")))).default;
const nodeIcal = require("node-ical");
const known = new Map();

async function fetched(address) {
  const before = known.get(address);
  const answer = await fetch(address, { headers: before ? { "If-None-Match": before.etag } : {} });
  if (answer.status === 304) return before.text;
  if (answer.status !== 200) throw new Error(`${address}: ${answer.status}`);
  const text = await answer.text();
  known.set(address, { etag: answer.headers.get("etag"), text });
  return text;
}

const day = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
const instant = (date) => date.toISOString().slice(0, 19) + "Z";

function icalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const moment = (time) => (time.isDate ? time.toString() : instant(new Date(time.toUnixTime() * 1000)));
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      url: component.getFirstPropertyValue("url"),
      summary: event.summary,
      start: moment(event.startDate),
      end: moment(event.endDate),
      status: component.getFirstPropertyValue("status"),
    };
  });
}

function byNodeIcal(text) {
  const moment = (time, whole) => (whole ? day(time) : instant(time));
  return Object.values(nodeIcal.sync.parseICS(text)).filter((one) => one.type === "VEVENT").map((event) => ({
    uid: event.uid,
    url: typeof event.url === "object" ? event.url.val : event.url,
    summary: event.summary,
    start: moment(event.start, event.datetype === "date"),
    end: moment(event.end, event.datetype === "date"),
    status: event.status,
  }));
}

async function answer(addresses) {
  const texts = await Promise.all(addresses.map(fetched));
  const read = (parse) => Object.fromEntries(addresses.map((address, place) => [address, parse(texts[place])]));
  return { "ical.js": read(icalJs), "node-ical": read(byNodeIcal) };
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line)).catch((error) => ({ error: String(error.stack) }))));
}
