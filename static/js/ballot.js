// Counts on the ballot as it is filled in; the page works without it. Nothing leaves the form but its own sending.
(function () {
  "use strict";
  var form = document.querySelector("[data-ballot]");
  if (!form) { return; }
  var rows = form.querySelectorAll(".ballot-row"), limit = Number(form.getAttribute("data-limit")) || 0;
  var line = form.querySelector("[data-ballot-count]"), plain = form.querySelector(".no-js-text");
  function count() {
    var excellent = form.querySelectorAll("input[value=excellent]:checked").length;
    var missing = rows.length - form.querySelectorAll("input[type=radio]:checked").length;
    var words = limit ? "优秀 已选 " + excellent + "/" + limit : "优秀 已选 " + excellent;
    if (limit && excellent > limit) { words += "，超出名额"; }
    line.textContent = words + (missing ? " · 还差 " + missing + " 人" : " · 都选好了");
    line.classList.toggle("over", limit > 0 && excellent > limit);
  }
  plain.hidden = true;
  line.hidden = false;
  form.addEventListener("change", count);
  count();
}());
