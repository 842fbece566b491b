#include "data/deck/parse_deck.hpp"

#include <sstream>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "data/deck/deck_text.hpp"
#include "data/deck/words.hpp"
#include "data/fields/errors.hpp"

namespace tessera {
namespace {

constexpr std::size_t maximum_reported_duplicates = 100;

/// Builds the tree of nodes from yaml-cpp's events. Faults of the text are thrown at once,
/// duplicate keys are collected.
class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const DeckText& text) : text_(text) {}

  bool started() const { return started_; }
  DeckNode take_root() { return std::move(root_); }
  const std::string& duplicates() const { return duplicates_; }
  std::string innermost_place() const {
    return open_.empty() ? std::string() : to_string(open_.back().node.where);
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (started_) {
      if (starts_with(mark, "---")) fail(mark, "a deck is one YAML document, remove the \"---\".");
      fail(mark,
           "this does not belong to what stands above. Check the indentation of this line, and "
           "the brackets and quotes before it.");
    }
    started_ = true;
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_properties(mark, "?", anchor);
    add(mark, DeckNode::Kind::null, {}, false);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_alias(mark); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_properties(mark, tag, anchor);
    refuse_open_quote(mark);
    for (const char c : value) {
      const auto byte = static_cast<unsigned char>(c);
      if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F)
        fail(mark, "text with a control character: \"" + printable(value) + "\".");
    }
    add(mark, DeckNode::Kind::scalar, value, tag == "!");
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    refuse_properties(mark, tag, anchor);
    open(mark, DeckNode::Kind::sequence);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    refuse_properties(mark, tag, anchor);
    open(mark, DeckNode::Kind::map);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

  [[noreturn]] void refuse_alias(const YAML::Mark& mark) const {
    fail(mark,
         "a value that starts with \"*\" is a YAML alias, which decks do not have. Put text in "
         "quotes.");
  }

 private:
  /// A list or map that is being read. `key` waits for its value.
  struct Open {
    DeckNode node;
    std::unordered_map<std::string, Location> keys;
    std::string key;
    Location key_where;
    bool has_key = false;
  };

  Location where(const YAML::Mark& mark) const {
    return mark.pos < 0 ? text_.start() : text_.at(static_cast<std::size_t>(mark.pos));
  }
  bool starts_with(const YAML::Mark& mark, const char* prefix) const {
    return mark.pos >= 0 &&
           text_.text().compare(static_cast<std::size_t>(mark.pos),
                                std::char_traits<char>::length(prefix), prefix) == 0;
  }
  std::string path() const {
    std::string names;
    for (const Open& level : open_) {
      if (!level.has_key) continue;
      if (!names.empty()) names += " > ";
      names += printable(level.key);
    }
    return names;
  }
  [[noreturn]] void fail(const YAML::Mark& mark, const std::string& message) const {
    throw DeckError(deck_message(where(mark), path(), message));
  }

  void refuse_properties(const YAML::Mark& mark, const std::string& tag,
                         YAML::anchor_t anchor) const {
    if (anchor != 0 || starts_with(mark, "&"))
      fail(mark,
           "a value that starts with \"&\" is a YAML anchor, which decks do not have. Put text in "
           "quotes.");
    if ((tag != "?" && tag != "!" && !tag.empty()) || starts_with(mark, "!"))
      fail(mark,
           "a value that starts with \"!\" is a YAML tag, which decks do not have. Put text in "
           "quotes.");
  }

  /// yaml-cpp takes the end of the text for the closing quote.
  void refuse_open_quote(const YAML::Mark& mark) const {
    const bool is_double = starts_with(mark, "\"");
    if (!is_double && !starts_with(mark, "'")) return;
    const std::string& text = text_.text();
    const auto first = static_cast<std::size_t>(mark.pos);
    const char quote = text[first];
    const char escape = is_double ? '\\' : '\'';
    std::size_t end = first + 1;
    for (; end < text.size(); ++end) {
      const bool is_escaped =
          text[end] == escape && end + 1 < text.size() && (is_double || text[end + 1] == quote);
      if (is_escaped) {
        ++end;
      } else if (text[end] == quote) {
        return;
      }
    }
    fail(mark, "the quote that opens here is not closed.");
  }

  bool expects_key() const {
    return !open_.empty() && open_.back().node.kind == DeckNode::Kind::map && !open_.back().has_key;
  }

  void add(const YAML::Mark& mark, DeckNode::Kind kind, const std::string& value, bool quoted) {
    if (expects_key()) return add_key(mark, kind, value);
    DeckNode node;
    node.kind = kind;
    node.text = value;
    node.quoted = quoted;
    node.where = where(mark);
    attach(std::move(node));
  }

  void add_key(const YAML::Mark& mark, DeckNode::Kind kind, const std::string& key) {
    if (kind == DeckNode::Kind::null || key.empty()) fail(mark, "a key is missing before \":\".");
    if (key == "<<") fail(mark, "merge keys (\"<<\") are YAML that decks do not have.");
    Open& level = open_.back();
    level.key = key;
    level.key_where = where(mark);
    level.has_key = true;
    const auto [first, is_new] = level.keys.emplace(key, level.key_where);
    if (is_new || number_of_duplicates_++ >= maximum_reported_duplicates) return;
    if (!duplicates_.empty()) duplicates_ += '\n';
    duplicates_ += deck_message(level.key_where, path(),
                                "duplicate key, first given at " + to_string(first->second) + ".");
  }

  void open(const YAML::Mark& mark, DeckNode::Kind kind) {
    if (expects_key())
      fail(mark, "a key must be a name, found a list or a map. Is a bracket not closed?");
    if (open_.size() >= static_cast<std::size_t>(maximum_nesting))
      throw DeckError(deck_message(
          where(mark), "",
          "lists and maps are nested deeper than " + std::to_string(maximum_nesting) + " levels."));
    Open level;
    level.node.kind = kind;
    level.node.where = where(mark);
    open_.push_back(std::move(level));
  }

  void close() {
    DeckNode node = std::move(open_.back().node);
    open_.pop_back();
    attach(std::move(node));
  }

  void attach(DeckNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == DeckNode::Kind::sequence) {
      parent.node.items.push_back(std::move(node));
      return;
    }
    parent.node.entries.push_back({std::move(parent.key), parent.key_where, std::move(node)});
    parent.has_key = false;
  }

  const DeckText& text_;
  DeckNode root_;
  std::vector<Open> open_;
  std::string duplicates_;
  std::size_t number_of_duplicates_ = 0;
  bool started_ = false;
};

/// What a fault of the YAML text usually means; `opened` is the place of the innermost list or map.
std::string explanation(const std::string& message, const std::string& opened) {
  using namespace YAML::ErrorMsg;
  const std::string since = opened.empty() ? "" : " opened at " + opened;
  const std::vector<std::pair<std::string, std::string>> explanations = {
      {END_OF_MAP_FLOW,
       "the map \"{\"" + since + " needs \",\" between its keys and a closing \"}\"."},
      {END_OF_SEQ_FLOW,
       "the list \"[\"" + since + " needs \",\" between its values and a closing \"]\"."},
      {END_OF_MAP,
       "expected \"key: value\" in line with the keys above. Check indentation and quotes."},
      {END_OF_SEQ,
       "expected \"- value\" in line with the values above. Check indentation and quotes."},
      {MAP_VALUE,
       "\":\" where no key can stand. Put text that contains \": \" in quotes; or a key above "
       "lacks "
       "its \":\"."},
      {MAP_KEY, "\"? \" cannot start a value here. Put text in quotes."},
      {BLOCK_ENTRY, "\"- \" cannot start a value here. Put each value on a line of its own."},
      {FLOW_END, "a closing bracket that does not match the one that was opened."},
      {EOF_IN_SCALAR, "the text ends inside quotes."},
      {DOC_IN_SCALAR, "the text ends inside quotes."},
      {INVALID_ESCAPE,
       "unknown escape sequence in double quotes. Put text with backslashes in single quotes."},
      {UNKNOWN_TOKEN, "no value can start with this character. Put text in quotes."},
      {TAB_IN_INDENTATION, "tab in the indentation. Indent with spaces."},
  };
  for (const auto& [start, meaning] : explanations)
    if (message.rfind(start, 0) == 0) return meaning;
  return "not valid YAML: " + printable(message) + ".";
}

void run_parser(const DeckText& text, TreeBuilder& builder) {
  std::istringstream stream(text.text());
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::ParserException& error) {
    using namespace YAML::ErrorMsg;
    for (const char* alias : {UNKNOWN_ANCHOR, ALIAS_NOT_FOUND, CHAR_IN_ALIAS})
      if (error.msg.rfind(alias, 0) == 0) builder.refuse_alias(error.mark);
    const Location where =
        error.mark.pos < 0 ? text.start() : text.at(static_cast<std::size_t>(error.mark.pos));
    throw DeckError(deck_message(where, "", explanation(error.msg, builder.innermost_place())));
  } catch (const YAML::Exception& error) {
    throw DeckError(deck_message(text.start(), "", "not valid YAML: " + error.msg + "."));
  }
}

}  // namespace

DeckNode parse_yaml(const std::string& text, const std::string& file_name) {
  if (text.size() > maximum_deck_size)
    throw DeckError(deck_message(
        {file_name, 0, 0}, "", "larger than 2 MiB, this is no deck. Put tables into data files."));
  const DeckText checked(text, file_name);
  TreeBuilder builder(checked);
  run_parser(checked, builder);
  if (!builder.started())
    throw DeckError(deck_message(checked.start(), "", "the deck is empty (only comments)."));
  if (!builder.duplicates().empty()) throw DeckError(builder.duplicates());
  return builder.take_root();
}

DeckNode parse_deck(const std::string& text, const std::string& file_name) {
  DeckNode root = parse_yaml(text, file_name);
  if (root.kind != DeckNode::Kind::map)
    throw DeckError(deck_message(root.where, "",
                                 "found " + description(root) +
                                     ", expected a map: a deck is made of lines \"Key: value\"."));
  return root;
}

const DeckNode* DeckNode::find(const std::string& key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

}  // namespace tessera
