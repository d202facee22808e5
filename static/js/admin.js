// The admin site's search boxes say their field's name to screen readers; the library leaves it out.
(function () {
  "use strict";
  function name() {
    Array.prototype.forEach.call(document.querySelectorAll("select.admin-autocomplete"), function (select) {
      var box = select.nextElementSibling, label = document.querySelector('label[for="' + select.id + '"]');
      if (!label || !box || !box.classList.contains("select2")) { return; }
      var words = box.querySelector(".select2-selection__rendered"), field = box.querySelector("[role=combobox]");
      if (!words || !field) { return; }
      label.id = label.id || select.id + "_label";
      words.removeAttribute("role");
      words.removeAttribute("aria-readonly");
      field.setAttribute("aria-labelledby", label.id + " " + words.id);
    });
  }
  if (window.django && window.django.jQuery) { window.django.jQuery(name); } // after the library made its boxes: it registered first
  document.addEventListener("formset:added", function () { setTimeout(name, 0); });
})();
