"use strict";
const marks = [...document.querySelectorAll("mark")];
const items = [...document.querySelectorAll("nav ol > li")];
const has = (mark, number) => mark.dataset.f.split(" ").includes(number);
function show(number, at, place) {
  for (const mark of marks) mark.classList.toggle("on", has(mark, number));
  for (const item of items) item.classList.toggle("on", item.dataset.f === number);
  const own = marks.filter((mark) => has(mark, number));
  const from = own.find((mark) => mark.closest("article").dataset.d === place
    && Number(mark.dataset.from) >= Number(at));
  (from || own[0])?.scrollIntoView({ block: "center", behavior: "smooth" });
}
document.querySelector("nav").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const item = event.target.closest("li[data-f]");
  if (button) show(button.dataset.f, button.dataset.at, button.dataset.d);
  else if (item) show(item.dataset.f);
});
document.querySelector("nav").addEventListener("keydown", (event) => {
  const item = event.target.closest("li[data-f]");
  if (item === event.target && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    show(item.dataset.f);
  }
});
document.querySelector("main").addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (!mark) return;
  const number = mark.dataset.f.split(" ")[0];
  show(number, mark.dataset.from, mark.closest("article").dataset.d);
  document.getElementById("f" + number).scrollIntoView({ block: "nearest" });
});
