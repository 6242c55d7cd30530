// Opens report.html in a real browser, the way managers do, and fails where it does not hold what it promises.
//
//   npm install && node check.mjs ../../output/2026-10/report.html [more files] [--shots FOLDER] [--browser /usr/bin/chromium]
//
// For each file, on a phone (390 px) and a desk (1440 px), light and dark: no word on the console, no request, nothing that
// overflows the page, no fault that axe finds. Once for each file: sorting and searching by keyboard, tooltips by keyboard and
// touch, links to every kind of place, the page without script, and print.
import { mkdtempSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const options = { shots: null, browser: "/usr/bin/chromium" };
const files = [];
const given = process.argv.slice(2);
while (given.length) {
  const next = given.shift();
  if (next.startsWith("--")) options[next.slice(2)] = given.shift();
  else files.push(resolve(next));
}
if (!files.length) throw new Error("name at least one report.html");
if (options.shots) mkdirSync(options.shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const faults = [];
const must = (holds, what) => { if (!holds) faults.push(what); };

async function opened(file, { width, colorScheme = "light", javaScriptEnabled = true, hasTouch = false }, use) {
  const profile = mkdtempSync(join(tmpdir(), "keyaccount-check-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: options.browser,
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
    viewport: { width, height: width < 500 ? 844 : 900 },
    colorScheme,
    javaScriptEnabled,
    hasTouch,
    // axe comes from outside the page, whose own policy would not let it in.
    bypassCSP: false,
  });
  const page = await context.newPage();
  const where = `${basename(resolve(file, "../.."))}/${basename(file)} ${width} ${colorScheme}${javaScriptEnabled ? "" : " no script"}`;
  page.on("console", (message) => must(false, `${where}: console: ${message.text()}`));
  page.on("pageerror", (error) => must(false, `${where}: error: ${error.message}`));
  page.on("request", (request) => must(/^(file|data):/.test(request.url()), `${where}: request: ${request.url()}`));
  await page.goto(pathToFileURL(file).href);
  try {
    await use(page, where);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

async function looks(page, where) {
  const wide = await page.evaluate(() => {
    const inside = (e) => e.closest(".scroll,nav ol,.vh,#tip");
    const over = [...document.querySelectorAll("body *")].filter((e) => !inside(e) && e.getBoundingClientRect().right > innerWidth + 1);
    return { page: document.documentElement.scrollWidth - innerWidth, over: over.slice(0, 3).map((e) => e.outerHTML.slice(0, 80)) };
  });
  must(wide.page <= 0 && !wide.over.length, `${where}: overflows by ${wide.page}: ${wide.over}`);
  const small = await page.evaluate(() => {
    const texts = [...document.querySelectorAll("figure svg text")].filter((t) => t.getBoundingClientRect().width > 0);
    return texts.filter((t) => t.getScreenCTM().a * 12 < 9).length;
  });
  must(small === 0, `${where}: ${small} labels of charts are smaller than 9 px`);
}

// Runs in a world of its own, so that the page's policy stays as it is.
async function accessible(page, where) {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const { executionContextId: contextId } = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
  const run = async (expression, awaitPromise) => {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", { expression, contextId, awaitPromise, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  await run(axe);
  const found = await run(`axe.run(document, { resultTypes: ["violations"] }).then((r) => r.violations.map((v) => v.id + " (" + v.impact + "): " +
    v.nodes.length + " x " + v.nodes[0].html.slice(0, 120) + " " + (v.nodes[0].any[0]?.message ?? v.nodes[0].all[0]?.message ?? "")))`, true);
  for (const fault of found) must(false, `${where}: axe: ${fault}`);
}

async function works(page, where) {
  // Sorting by keyboard: the largest sales first, then the smallest, then as it was.
  const box = page.locator("#t-customers");
  const column = await box.locator("thead th").evaluateAll((heads) => heads.findIndex((h) => h.textContent && getComputedStyle(h).textAlign === "right"));
  const figures = () => box.locator("tbody tr").evaluateAll((rows, at) => rows.map((r) => Number(r.cells[at].textContent.replace(/[,–]/g, ""))), column);
  const head = box.locator("thead th").nth(column);
  const before = await figures();
  await head.locator("button").focus();
  await page.keyboard.press("Enter");
  const falling = await figures();
  must((await head.getAttribute("aria-sort")) === "descending", `${where}: aria-sort after the first press`);
  must(falling.every((v, at) => !at || v <= falling[at - 1]) && falling.length === before.length, `${where}: sorted falling`);
  await page.keyboard.press("Enter");
  const rising = await figures();
  must((await head.getAttribute("aria-sort")) === "ascending" && rising.every((v, at) => !at || v >= rising[at - 1]), `${where}: sorted rising`);
  await page.keyboard.press("Space");
  must(JSON.stringify(await figures()) === JSON.stringify(before), `${where}: as it was after the third press`);

  // Searching one table, and all of them.
  const name = await box.locator("tbody th").first().textContent();
  await box.locator("input").focus();
  await page.keyboard.type(name);
  must((await box.locator("tbody tr").count()) === 1, `${where}: one row of ${name}`);
  await box.locator("input").fill("");
  must((await box.locator("tbody tr").count()) === before.length, `${where}: all rows again`);
  await page.locator("#q").focus();
  await page.keyboard.type("zzz-nothing");
  await page.keyboard.press("Enter");
  must((await page.locator("main .table:visible").count()) === 0 && (await page.locator("#hits").textContent()) !== "", `${where}: nothing found`);
  await page.locator("#q").fill(name);
  await page.keyboard.press("Enter");
  must((await box.locator("tbody tr").count()) >= 1, `${where}: found in all tables`);
  await page.locator("#q").fill("");
  await page.keyboard.press("Enter");

  // Tooltips: arrows go through the figures, Escape leaves.
  const chart = page.locator("figure svg:visible").first();
  await chart.focus();
  await page.keyboard.press("ArrowRight");
  const first = await page.locator("#tip").textContent();
  await page.keyboard.press("ArrowRight");
  must((await page.locator("#tip").isVisible()) && first !== (await page.locator("#tip").textContent()), `${where}: tooltips by keyboard`);
  await page.keyboard.press("Escape");
  must(!(await page.locator("#tip").isVisible()), `${where}: Escape hides the tooltip`);

  // Every link leads to a place that is there once it is followed; closed explanations open.
  const lost = await page.evaluate(() => {
    const waiting = new Set([...document.querySelectorAll("template")].flatMap((t) => [...t.content.querySelectorAll("[id]")].map((e) => e.id)));
    const links = [...document.querySelectorAll("a[href^='#']")].map((a) => a.hash.slice(1));
    return links.filter((id) => !document.getElementById(id) && !waiting.has(id));
  });
  must(!lost.length, `${where}: links lead nowhere: ${lost.slice(0, 3)}`);
  const leaf = page.locator("a[href^='#l-']").first();
  if (await leaf.count()) {
    const id = (await leaf.getAttribute("href")).slice(1);
    await leaf.click();
    must(await page.evaluate((id) => document.getElementById(id).closest("details").open, id), `${where}: the explanation opens`);
  }
}

async function touched(page, where) {
  const mark = page.locator("figure svg:visible .marks>*").first();
  await mark.scrollIntoViewIfNeeded();
  await mark.tap();
  must(await page.locator("#tip").isVisible(), `${where}: a touch shows the tooltip`);
  await page.locator("h2").first().tap();
  must(!(await page.locator("#tip").isVisible()), `${where}: a touch elsewhere hides it`);
}

for (const file of files) {
  const name = basename(resolve(file, "../.."));
  for (const width of [390, 1440]) {
    for (const colorScheme of ["light", "dark"]) {
      await opened(file, { width, colorScheme }, async (page, where) => {
        await looks(page, where);
        await accessible(page, where);
        if (options.shots) await page.screenshot({ path: join(options.shots, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      });
    }
  }
  await opened(file, { width: 1440 }, works);
  await opened(file, { width: 390, hasTouch: true }, touched);
  await opened(file, { width: 390, javaScriptEnabled: false }, async (page, where) => {
    must((await page.locator("#t-customers tbody tr").count()) > 0 && !(await page.locator("#q").isVisible()), `${where}: tables without script`);
    if (options.shots) await page.screenshot({ path: join(options.shots, `${name}-no-script.png`) });
  });
  // The printable width of A4 on its side, in pixels.
  await opened(file, { width: 1047, colorScheme: "dark" }, async (page, where) => {
    await page.emulateMedia({ media: "print" });
    const cut = await page.evaluate(() => [...document.querySelectorAll("table")]
      .filter((t) => t.getBoundingClientRect().width > document.querySelector("main").clientWidth + 1)
      .map((t) => `${t.closest("[id]").id} ${Math.round(t.getBoundingClientRect().width)}`));
    must(!cut.length, `${where}: wider than the paper: ${cut}`);
    await page.emulateMedia({ media: null });
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, ...(options.shots && { path: join(options.shots, `${name}.pdf`) }) });
    must(pdf.length > 10_000, `${where}: prints`);
  });
}
if (faults.length) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`${files.length} page(s): no fault`);
