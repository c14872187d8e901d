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
document.querySelector(".passage.chosen")?.scrollIntoView({ block: "center" });
