// Comforts only: every page works without this file.
"use strict";

// A ticking clock in the header, from the moment, speed and pause that the page was made with.
const arrived = performance.now();
function tick() {
  for (const clock of document.querySelectorAll("time[data-unix-ms]")) {
    const from = clock.dataset.from === undefined ? arrived : Number(clock.dataset.from);
    const shown = Number(clock.dataset.unixMs) + (performance.now() - from) * Number(clock.dataset.speed);
    // The sandbox lives in India: 5 h 30 min ahead of UTC all year round.
    const india = new Date(shown + 19800000);
    const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const two = (n) => String(n).padStart(2, "0");
    const text = days[india.getUTCDay()] + " " + india.getUTCDate() + " " + months[india.getUTCMonth()] + " " +
      india.getUTCFullYear() + ", " + two(india.getUTCHours()) + ":" + two(india.getUTCMinutes()) + ":" +
      two(india.getUTCSeconds()) + " IST";
    if (clock.textContent !== text) clock.textContent = text;
  }
}
setInterval(tick, 250);

// Copy buttons: shown only where they can work.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(source);
      button.textContent = "Selected: press Ctrl+C";
    }
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}

// Live pages: the marked region is fetched again and exchanged, unless someone is using it.
const live = document.querySelector("[data-live]");
async function refresh() {
  const region = document.querySelector("[data-live]");
  const selection = getSelection();
  const inUse = region.contains(document.activeElement) || region.querySelector("details[open]") !== null ||
    (!selection.isCollapsed && region.contains(selection.anchorNode));
  if (document.hidden || inUse) return;
  const reply = await fetch(location.href, { redirect: "error" });
  if (!reply.ok) return;
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const fresh = page.querySelector("[data-live]");
  if (fresh && fresh.innerHTML !== region.innerHTML) region.replaceWith(document.adoptNode(fresh));
  const clock = document.querySelector("header time[data-unix-ms]");
  const newer = page.querySelector("header time[data-unix-ms]");
  if (clock && newer) {
    Object.assign(clock.dataset, newer.dataset);
    clock.dataset.from = String(performance.now());
  }
}
if (live) setInterval(() => { refresh().catch(() => {}); }, 2000);
