// Shows the functions whose names or formulas hold what is typed, of the kinds that are ticked.
(() => {
  "use strict";
  const search = document.getElementById("search");
  const boxes = [...document.querySelectorAll("[name=kind]")];
  const cards = [...document.querySelectorAll(".card")];
  const count = document.getElementById("count");

  function show() {
    const wanted = search.value.trim().toLowerCase();
    const out = boxes.filter((box) => !box.checked).map((box) => box.value);
    for (const card of cards) {
      const kinds = card.dataset.kinds.split(" ");
      card.hidden = !card.dataset.text.includes(wanted) || kinds.some((kind) => out.includes(kind));
    }
    const left = cards.filter((card) => !card.hidden).length;
    count.textContent = `${left} function${left === 1 ? "" : "s"}`;
  }

  search.form.addEventListener("submit", (event) => event.preventDefault());
  search.form.addEventListener("input", show);
  show();
})();
