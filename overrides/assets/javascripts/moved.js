// A page that has moved: the part of it that a link was to goes along, as a server's redirect has it.
(function () {
  "use strict";
  if (location.hash) {
    location.replace(document.currentScript.dataset.to + location.hash);
  }
})();
