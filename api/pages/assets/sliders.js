// A slider and the number beside it say the same; without this, the numbers do it alone.

for (const slider of document.querySelectorAll(".slide")) {
  const number = document.getElementById(slider.dataset.for);
  slider.hidden = false;
  slider.addEventListener("input", () => {
    number.value = slider.value;
  });
  number.addEventListener("input", () => {
    const typed = Number(number.value.replace(",", "."));
    if (number.value.trim() && Number.isFinite(typed)) slider.value = typed;
  });
}
