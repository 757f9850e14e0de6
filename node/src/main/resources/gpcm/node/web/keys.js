"use strict";

// Single keys for those who work through many documents. They are links and buttons of the page, so that nothing is done that a page without
// this script could not do. Never in a field, and off for whoever switched them off: then the page does not name this file.
const KEYS = new Map([
  ["n", (page) => page.querySelector("a[rel=next]")?.click()],
  ["p", (page) => page.querySelector("a[rel=prev]")?.click()],
  ["t", (page) => page.querySelector("#take button")?.click()],
  ["o", (page) => page.querySelector("#note-text")?.focus()],
  ["c", (page) => page.querySelector("#complete input[type=radio]")?.focus()],
  ["s", find],
]);

function find(page) {
  const field = page.querySelector("#find");
  if (field) {
    field.closest("details")?.setAttribute("open", "");
    field.focus();
  } else {
    page.location.assign("/worklist#find");
  }
}

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, select, textarea, [contenteditable]");
  if (typing || event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) {
    return;
  }
  const act = KEYS.get(event.key);
  if (act) {
    event.preventDefault();
    act(document);
  }
});

if (location.hash === "#find") {
  find(document);
}
