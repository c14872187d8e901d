// Coding: words are selected by mouse or by keyboard, and their offsets put in the form. Without this module the form
// takes the words themselves.

const form = document.querySelector("#code-form");
const field = (name) => form.elements.namedItem(name);
const told = document.querySelector("#selected");

/** The passage that an element stands in. */
const textOf = (node) => (node instanceof Element ? node : node?.parentElement)?.closest("[data-text]");
/** Characters as the study counts them: code points, not the halves that JavaScript counts. */
const points = (text) => Array.from(text).length;

function offset(text, node, at) {
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, at);
  return range.toString().length;
}

/** The place of a character: its text node, and the offset in it. */
function place(text, at) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let last = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (at <= node.length) return [node, at];
    at -= node.length;
    last = node;
  }
  return [last ?? text, last ? last.length : 0];
}

function take(text, start, end) {
  const all = text.textContent;
  if (start >= end) return;
  const words = all.slice(start, end);
  field("passage").value = text.dataset.text;
  field("start").value = points(all.slice(0, start));
  field("end").value = points(all.slice(0, end));
  field("words").value = words;
  told.textContent = `${form.dataset.chosen}: ${words.length > 120 ? `${words.slice(0, 117)}…` : words}`;
}

function mark(text, start, end) {
  const selection = document.getSelection();
  selection.setBaseAndExtent(...place(text, start), ...place(text, end));
  take(text, start, end);
}

// By mouse or touch: whatever is selected within one passage. White space at its ends is left out.
document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  const text = textOf(range.startContainer);
  if (!text) return;
  let start = offset(text, range.startContainer, range.startOffset);
  // A drag that ends outside the passage takes it to its end.
  let end = textOf(range.endContainer) === text ? offset(text, range.endContainer, range.endOffset) : text.textContent.length;
  const all = text.textContent;
  while (start < end && /\s/.test(all[start])) start += 1;
  while (end > start && /\s/.test(all[end - 1])) end -= 1;
  take(text, start, end);
});

/** Where words begin and end; scripts that write no spaces between words have words too. */
function words(text) {
  const all = text.textContent;
  if (!("Segmenter" in Intl)) return [...all.matchAll(/\S+/g)].map((one) => [one.index, one.index + one[0].length]);
  const found = new Intl.Segmenter(text.lang || undefined, { granularity: "word" }).segment(all);
  return [...found].filter((one) => one.segment.trim()).map((one) => [one.index, one.index + one.segment.length]);
}

let at = { text: null, first: -1, last: -1 };

function step(text, forward, more) {
  const list = words(text);
  if (!list.length) return;
  if (at.text !== text) at = { text, first: -1, last: -1 };
  if (at.first < 0) at.first = at.last = 0;
  else if (more) at.last = forward ? Math.min(at.last + 1, list.length - 1) : Math.max(at.last - 1, at.first);
  else at.first = at.last = Math.min(Math.max((forward ? at.last : at.first) + (forward ? 1 : -1), 0), list.length - 1);
  mark(text, list[at.first][0], list[at.last][1]);
}

function press(within, act) {
  const button = within?.querySelector(`[data-act="${act}"]`);
  button?.click();
  return Boolean(button);
}

document.addEventListener("keydown", (event) => {
  const text = textOf(event.target);
  const undo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
  if (undo && !event.target.matches("input, textarea, select")) {
    if (press(document, event.shiftKey ? "redo" : "undo")) event.preventDefault();
    return;
  }
  if (event.key === "Escape" && form.contains(event.target) && field("passage").value) {
    document.getElementById(`text-${field("passage").value}`)?.focus();
    return;
  }
  if (!text || event.target !== text || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "arrowright" || key === "arrowleft") step(text, key === "arrowright", event.shiftKey);
  else if (key === "enter") {
    if (field("passage").value !== text.dataset.text) mark(text, 0, text.textContent.length);
    field("code").focus();
    field("code").select();
  } else if (key === "a" || key === "r") press(text.closest("section"), key === "a" ? "accept" : "reject");
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const whole = event.target.closest?.("[data-whole]");
  const code = event.target.closest?.("[data-code]");
  if (whole) {
    const text = document.getElementById(`text-${whole.dataset.whole}`);
    mark(text, 0, text.textContent.length);
    field("code").focus();
  } else if (code) {
    choose(code.dataset.code);
    window.htmx?.ajax("GET", `/coding/codes/${encodeURIComponent(code.dataset.code)}`, { target: "#code-info", swap: "innerHTML" });
    field("polarity").disabled ? form.querySelector("button").focus() : field("polarity").focus();
  } else return;
  event.preventDefault();
});

function choose(code) {
  field("code").value = code;
  polarity();
}

/** Only some codes tell of insecurity or of protection; those must say which. */
function polarity() {
  const option = document.querySelector(`#codes option[value="${CSS.escape(field("code").value)}"]`);
  const wanted = option?.dataset.polarity === "true";
  field("polarity").disabled = Boolean(option) && !wanted;
  field("polarity").required = wanted;
  if (field("polarity").disabled) field("polarity").value = "";
}
field("code").addEventListener("input", polarity);
polarity();

// The tree: what does not have the words is hidden, but for what stands above what has them.
function sift() {
  const wanted = (document.querySelector("#find")?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  for (const one of [...document.querySelectorAll(".codes-tree li")].reverse()) {
    const has = wanted.every((word) => one.dataset.words.includes(word));
    one.hidden = !has && !one.querySelector("li:not([hidden])");
  }
}
document.addEventListener("input", (event) => event.target.id === "find" && sift());
document.addEventListener("submit", (event) => event.target.closest(".tree") && event.preventDefault());

// After an act the desk is another: what was found and seen stays, and the keyboard goes on where it was.
let kept = { find: "", scroll: 0, passage: "" };
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "desk") return;
  const inside = document.activeElement?.closest("section.coded")?.querySelector("[data-text]")?.dataset.text;
  kept = {
    find: document.querySelector("#find").value,
    scroll: document.querySelector(".codes-tree").scrollTop,
    passage: inside ?? (form.contains(document.activeElement) ? field("passage").value : ""),
  };
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (!document.querySelector("#desk") || event.detail.target?.id !== "desk") return;
  document.querySelector("#find").value = kept.find;
  sift();
  document.querySelector(".codes-tree").scrollTop = kept.scroll;
  at = { text: null, first: -1, last: -1 };
  for (const name of ["passage", "start", "end", "words", "reason"]) field(name).value = "";
  told.textContent = form.dataset.none;
  if (kept.passage) document.getElementById(`text-${kept.passage}`)?.focus({ preventScroll: true });
});
