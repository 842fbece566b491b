#include "data/deck/schema.hpp"

#include <utility>

#include "data/deck/deck_writer.hpp"
#include "data/deck/section_keys.hpp"
#include "data/deck/words.hpp"
#include "data/fields/errors.hpp"

namespace tessera {
namespace {

/// A deck for another executable: every further message would mislead.
void check_application(const DeckNode& root, const std::string& application) {
  const DeckNode* found = root.find("Application");
  if (found == nullptr || found->kind != DeckNode::Kind::scalar) return;
  const std::string name = lower_case(trimmed(found->text));
  if (name == application) return;
  std::string message =
      "found \"" + printable(found->text) + "\", expected \"" + application + "\"";
  if (!nearest_name(name, {application}).empty()) {
    message += ". Did you mean \"" + application + "\"?";
  } else if (is_identifier(name)) {
    message += "; this deck is for tessera-" + printable(name) + ".";
  } else {
    message += ".";
  }
  throw DeckError(deck_message(found->where, "Application", message));
}

void check_order(const DeckNode& root, Faults& faults) {
  for (std::size_t i = 1; i < root.entries.size(); ++i)
    if (root.entries[i].key == "Application")
      faults.add(root.entries[i].key_where, "Application", "must be the first key of the deck.");
}

}  // namespace

Schema::Schema(std::string application, std::string title)
    : application_(std::move(application)), title_(std::move(title)) {
  root_
      .choice("Application", deck_application_, {application_},
              "Executable that runs this deck, always the first key")
      .required()
      .example(application_)
      .text("Title", deck_title_, "One line for logs, plots and result files");
}

Deck Schema::read(const DeckNode& node, const std::vector<Override>& overrides,
                  const std::filesystem::path& file) {
  Faults faults;
  DeckNode root = node;
  apply_overrides(root, root_, overrides, faults);
  check_application(root, application_);
  check_order(root, faults);
  const Location start{file.string(), 1, 1};
  std::optional<DeckNode> effective = read_section(root_, &root, start, "", faults);
  faults.throw_if_any();
  Deck deck;
  deck.application = application_;
  deck.title = deck_title_;
  deck.file = file;
  deck.effective = std::move(*effective);
  deck.yaml = to_yaml(deck.effective);
  deck.json = to_json(deck.effective);
  return deck;
}

}  // namespace tessera
