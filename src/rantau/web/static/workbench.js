// What HTMX does not do by itself. Everything here is a help: without scripts the pages work by links and forms.

// After a part of the page was exchanged, the focus stays where it was: HTMX keeps it by the element's id, except in
// the search field's place, whose caret would jump to the front.
document.addEventListener("htmx:afterSwap", () => {
  const field = document.activeElement;
  if (field instanceof HTMLInputElement && field.type === "search") {
    field.setSelectionRange(field.value.length, field.value.length);
  }
  document.querySelector("#message")?.replaceChildren();
});

// The reader: a passage and its place on the page show each other.
for (const one of document.querySelectorAll(".reader [data-passage]")) {
  const all = document.querySelectorAll(`[data-passage="${CSS.escape(one.dataset.passage)}"]`);
  for (const [kind, on] of [["pointerenter", true], ["pointerleave", false]]) {
    one.addEventListener(kind, () => all.forEach((other) => other.classList.toggle("near", on)));
  }
}
document.addEventListener("keydown", (event) => {
  const to = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (!to || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !document.querySelector(".reader")) return;
  if (event.target instanceof Element && event.target.closest("input, textarea, select, .scroll")) return;
  document.querySelector(`.pages a[rel="${to}"]`)?.click();
});
document.querySelector(".passage.chosen")?.scrollIntoView({ block: "center" });

// Single keys do what the buttons do that show them; in a field they are letters. They can be switched off.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target instanceof Element && event.target.closest("input:not([type=radio]), textarea, select")) return;
  const one = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!one) return;
  event.preventDefault();
  if (one.matches("input, select")) one.focus();
  else one.click();
});

// A form that was opened is gone on in: its first field is where one types.
document.addEventListener("toggle", (event) => {
  if (event.target.open && event.target.closest("form.correct")) event.target.querySelector("input")?.focus();
}, true);

// The next item was put in place: say so to whoever does not see it, and let Tab go on from there.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt?.id === "review") document.querySelector("#item-title")?.focus({ preventScroll: true });
});

// Uploading: how much was sent.
document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = event.target instanceof Element ? event.target.querySelector("progress") : null;
  if (!bar || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.value = (100 * event.detail.loaded) / event.detail.total;
});

// On paper nothing is scrolled into view: charts further down are fetched once the first are there, and what belongs to a
// chart or a score is unfolded.
addEventListener("load", () => setTimeout(() => {
  for (const one of document.querySelectorAll("img[loading=lazy]")) {
    if (!one.closest("details:not([open])")) one.loading = "eager";
  }
}, 500));
addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll(".chart details, details.opened")) one.open = true;
});
