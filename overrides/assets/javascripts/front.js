// The filter on the front page. Without it the page is the whole list, which is enough.
(function () {
  "use strict";

  var SHORT = { "æ": "a", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t" };
  var LONG = { "æ": "ae", "ø": "oe", "å": "aa", "đ": "d", "ŋ": "ng", "ŧ": "t" };

  // æ, ø and å are replaced before other marks are taken off: å is a letter, not an a with a ring.
  function fold(text, letters) {
    return text
      .toLowerCase()
      .replace(/[æøåđŋŧ]/g, function (letter) {
        return letters[letter];
      })
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/\s+/g, " ")
      .trim();
  }

  // However æ, ø and å are typed: Ålesund, Aalesund and Alesund are the same place.
  function forms(text) {
    return [fold(text, SHORT), fold(text, LONG)];
  }

  function holds(names, wanted) {
    return names[0].indexOf(wanted[0]) >= 0 || names[1].indexOf(wanted[1]) >= 0;
  }

  function read(card) {
    return {
      card: card,
      names: forms(card.querySelector(".sl-edition__name").textContent),
      details: card.querySelector("details"),
      places: Array.prototype.map.call(
        card.querySelectorAll(".sl-edition__place"),
        function (place) {
          return { item: place, names: forms(place.textContent) };
        }
      ),
    };
  }

  // Shows what matches and returns how many names did.
  function apply(cards, query) {
    var wanted = forms(query);
    var count = 0;
    cards.forEach(function (each) {
      var named = !query || holds(each.names, wanted);
      var matching = each.places.filter(function (place) {
        return query && holds(place.names, wanted);
      });
      each.places.forEach(function (place) {
        place.item.hidden = matching.length > 0 && matching.indexOf(place) < 0;
      });
      each.card.hidden = !named && !matching.length;
      if (each.details) {
        each.details.open = matching.length > 0;
      }
      count += matching.length + (query && named ? 1 : 0);
    });
    return count;
  }

  function setUp(form) {
    var field = form.querySelector("input");
    var status = form.querySelector(".sl-filter__status");
    var cards = Array.prototype.map.call(document.querySelectorAll(".sl-edition"), read);
    var waiting = 0;

    function filter() {
      var query = field.value.trim();
      var count = apply(cards, query);
      // Once the typing rests, so a screen reader hears one number, not one for each letter.
      clearTimeout(waiting);
      waiting = setTimeout(function () {
        status.textContent = !query
          ? ""
          : count
            ? form.dataset.found.replace(/\{+\}+/, count)
            : form.dataset.none;
      }, 250);
    }

    field.addEventListener("input", filter);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      filter();
      var place = document.querySelector(".sl-edition:not([hidden]) li:not([hidden]) a");
      var name = document.querySelector(".sl-edition:not([hidden]) .sl-edition__link");
      var first = place && place.closest("details").open ? place : name;
      if (field.value.trim() && first) {
        first.focus();
      }
    });
    form.hidden = false;
    if (field.value) {
      filter();
    }
  }

  document.querySelectorAll("[data-sl-filter]").forEach(setUp);
})();
