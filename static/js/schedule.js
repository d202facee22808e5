// Scheduling: typing a date of one's own chooses 自选, choosing a proposed time empties it, and 自选 brings back what stood there. The page works without this.
(function () {
  "use strict";
  var form = document.querySelector("[data-schedule]");
  if (!form) { return; }
  var other = form.querySelector("[data-other]");
  var fields = form.querySelector("[data-other-fields]");
  form.addEventListener("input", function (event) {
    if (fields.contains(event.target) && event.target.value) { other.checked = true; }
  });
  form.addEventListener("change", function (event) {
    if (event.target.name !== "when") { return; }
    fields.open = event.target === other;
    Array.prototype.forEach.call(fields.querySelectorAll("input"), function (input) {
      input.value = event.target === other ? input.value || input.defaultValue : "";
    });
  });
})();
