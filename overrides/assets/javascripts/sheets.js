// The fields of a sheet grow with what is written, where the browser does not do it by itself.
(function () {
  "use strict";

  if (window.CSS && CSS.supports("field-sizing", "content")) {
    return;
  }
  document.querySelectorAll(".sl-sheet textarea").forEach(function (field) {
    field.addEventListener("input", function () {
      field.style.blockSize = "auto";
      field.style.blockSize = field.scrollHeight + 4 + "px";
    });
  });
})();
