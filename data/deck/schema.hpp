#pragma once

#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "data/deck/deck.hpp"
#include "data/deck/location.hpp"
#include "data/fields/types.hpp"

namespace tessera {

/// Closed interval of allowed numbers.
struct Bounds {
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
};

/// Declares the keys of one map of a deck and binds each to a variable of the app.
///
/// The bound variable owns the default: its value at declaration is what an absent key means and
/// what `--schema` prints. A default that the key itself would refuse (a number out of bounds, NaN,
/// no member of the choices) or that is empty means "not given": it stays out of the effective
/// deck. Reading a deck assigns the variables. Declarations return the section,
/// so that they can be chained; `required()` and `example()` speak of the key declared last.
/// Variables must outlive the schema.
class Section {
 public:
  Section();
  ~Section();
  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;

  // Scalars. Numbers are constant expressions (constant_expression.hpp), booleans `true`/`false`.
  Section& real(const std::string& key, double& target, const std::string& doc, Bounds bounds = {},
                const std::string& units = {});
  Section& integer(const std::string& key, Index& target, const std::string& doc,
                   Bounds bounds = {});
  Section& boolean(const std::string& key, bool& target, const std::string& doc);
  Section& text(const std::string& key, std::string& target, const std::string& doc);
  /// Free text with its place, for formulas and the like.
  Section& text(const std::string& key, LocatedText& target, const std::string& doc);
  /// One of `allowed`; case and surrounding spaces of the deck's spelling are ignored.
  Section& choice(const std::string& key, std::string& target,
                  const std::vector<std::string>& allowed, const std::string& doc);
  /// `[first, last]`, first < last.
  Section& range(const std::string& key, std::pair<double, double>& target, const std::string& doc,
                 const std::string& units = {});

  // Lists.
  Section& reals(const std::string& key, std::vector<double>& target, const std::string& doc,
                 Bounds bounds = {});
  Section& texts(const std::string& key, std::vector<LocatedText>& target, const std::string& doc);
  /// A text, or a list of texts.
  Section& text_or_texts(const std::string& key, std::vector<LocatedText>& target,
                         const std::string& doc);
  /// A list without repetition of members of `allowed`.
  Section& choices(const std::string& key, std::vector<std::string>& target,
                   const std::vector<std::string>& allowed, const std::string& doc);

  // Maps whose keys are the user's own names (kept as written, in the deck's order). Names are
  // identifiers: [A-Za-z][A-Za-z0-9_]*.
  Section& named_reals(const std::string& key,
                       std::vector<std::pair<std::string, Located<double>>>& target,
                       const std::string& name_doc, const std::string& doc);
  Section& named_integers(const std::string& key,
                          std::vector<std::pair<std::string, Located<Index>>>& target,
                          const std::string& name_doc, const std::string& doc, Bounds bounds = {});
  Section& named_texts(const std::string& key,
                       std::vector<std::pair<std::string, LocatedText>>& target,
                       const std::string& name_doc, const std::string& doc);
  /// Each value is a text or a list of texts.
  Section& named_text_or_texts(
      const std::string& key, std::vector<std::pair<std::string, std::vector<LocatedText>>>& target,
      const std::string& name_doc, const std::string& doc);
  /// Each value is a section of its own, declared by `describe` on a default-constructed Options.
  template <class Options>
  Section& named_sections(const std::string& key,
                          std::vector<std::pair<std::string, Options>>& target,
                          void (*describe)(Section&, Options&), const std::string& name_doc,
                          const std::string& doc);

  /// A nested map. The returned section is the child.
  Section& section(const std::string& key, const std::string& doc);

  /// The key declared last must be in the deck, and not as an empty list or map. On a section
  /// without keys: the section itself is required. Required keys of an absent optional section
  /// are not asked for.
  Section& required();
  /// Among named sections: a scalar in place of the map means a map with the key declared last
  /// alone, `energy: "u^2"` for `energy: {Density: "u^2"}`. The effective deck has the long form.
  Section& shorthand();
  /// What `--schema` shows for the key declared last instead of its default (for required keys
  /// and maps of user names): YAML flow text. Every printed schema is a deck that validates. In a
  /// map of named sections the first name is printed with all keys of its section.
  Section& example(const std::string& flow_text);

  struct Implementation;
  Implementation& implementation() { return *implementation_; }
  const Implementation& implementation() const { return *implementation_; }

 private:
  /// Type-erased form of named_sections: `begin` empties the target, `add` appends an element of
  /// that name and declares its keys on the section it is given.
  Section& add_named_sections(const std::string& key, std::function<void()> begin,
                              std::function<void(const std::string&, Section&)> add,
                              std::function<void(Section&)> describe_default,
                              const std::string& name_doc, const std::string& doc);

  std::unique_ptr<Implementation> implementation_;
};

template <class Options>
Section& Section::named_sections(const std::string& key,
                                 std::vector<std::pair<std::string, Options>>& target,
                                 void (*describe)(Section&, Options&), const std::string& name_doc,
                                 const std::string& doc) {
  auto prototype = std::make_shared<Options>();
  return add_named_sections(
      key, [&target] { target.clear(); },
      [&target, describe](const std::string& name, Section& section) {
        // Elements are bound by address while they are read: the section of an element must be
        // read before the next element is added.
        target.emplace_back(name, Options{});
        describe(section, target.back().second);
      },
      [prototype, describe](Section& section) { describe(section, *prototype); }, name_doc, doc);
}

/// The deck grammar of one application.
class Schema {
 public:
  /// `application` is the value of the deck's first key, `Application`, which is declared here
  /// together with `Title`. The first key is required.
  Schema(std::string application, std::string title);

  const std::string& application() const { return application_; }
  const std::string& title() const { return title_; }
  Section& root() { return root_; }

  /// Checks the node with its overrides against the schema and assigns all bound variables. All
  /// faults are collected and thrown as one DeckError with a line each; no variable is to be used
  /// after a throw. A message names place, path, what was found, what is allowed and, for a key
  /// or choice, the nearest valid name:
  /// `deck.yaml:7:12  Axes > x > Pionts: unknown key. Did you mean "Points"? Allowed: ...`
  Deck read(const DeckNode& node, const std::vector<Override>& overrides,
            const std::filesystem::path& file);

  /// The annotated reference deck: every key with default, units, bounds and its line of doc as a
  /// comment. Validates as it stands.
  std::string reference_deck() const;
  /// The same as a Markdown table for the docs.
  std::string reference_markdown() const;

 private:
  std::string application_;
  std::string title_;
  std::string deck_application_;  // bound to the built-in keys
  std::string deck_title_;
  Section root_;
};

/// The member of `candidates` that is nearest to `word` in edit distance (case ignored), or an
/// empty string where none is close enough to be a plausible slip.
std::string nearest_name(const std::string& word, const std::vector<std::string>& candidates);

}  // namespace tessera
