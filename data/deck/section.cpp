#include <algorithm>
#include <cmath>
#include <utility>

#include "data/deck/scalars.hpp"
#include "data/deck/schema.hpp"
#include "data/deck/section_keys.hpp"
#include "data/deck/section_values.hpp"

namespace tessera {
namespace {

using Strings = std::vector<std::string>;

bool is_one_of(const std::string& word, const Strings& allowed) {
  return std::find(allowed.begin(), allowed.end(), word) != allowed.end();
}

bool is_inside(double value, const Bounds& bounds) {
  return std::isfinite(value) && value >= bounds.minimum && value <= bounds.maximum;
}

LocatedText located(const DeckNode& node, const std::string& path, std::string text) {
  return {std::move(text), node.where, path};
}

std::optional<LocatedText> read_located_text(const DeckNode& node, const std::string& path,
                                             Faults& faults) {
  const auto text = read_text(node, path, faults);
  if (!text) return std::nullopt;
  if (text->empty()) {
    faults.add(node.where, path, "empty text.");
    return std::nullopt;
  }
  return located(node, path, *text);
}

DeckNode located_text_node(const LocatedText& text) {
  return text_node(text.value);
}

template <class T>
bool is_not_empty(const T& value) {
  return !value.empty();
}

}  // namespace

Section::Section() : implementation_(std::make_unique<Implementation>()) {}
Section::~Section() = default;

Section& Section::real(const std::string& key, double& target, const std::string& doc,
                       Bounds bounds, const std::string& units) {
  SectionKey& declared = declare_value(
      *implementation_, key, target, doc,
      [bounds](const DeckNode& node, const std::string& path, Faults& faults) {
        return read_real(node, path, bounds, faults);
      },
      real_node, [bounds](double value) { return is_inside(value, bounds); });
  declared.type = "number";
  declared.bounds = bounds;
  declared.units = units;
  return *this;
}

Section& Section::integer(const std::string& key, Index& target, const std::string& doc,
                          Bounds bounds) {
  SectionKey& declared = declare_value(
      *implementation_, key, target, doc,
      [bounds](const DeckNode& node, const std::string& path, Faults& faults) {
        return read_integer(node, path, bounds, faults);
      },
      integer_node,
      [bounds](Index value) { return is_inside(static_cast<double>(value), bounds); });
  declared.type = "integer";
  declared.bounds = bounds;
  return *this;
}

Section& Section::boolean(const std::string& key, bool& target, const std::string& doc) {
  declare_value(*implementation_, key, target, doc, read_boolean, boolean_node, [](bool) {
    return true;
  }).type = "true or false";
  return *this;
}

Section& Section::text(const std::string& key, std::string& target, const std::string& doc) {
  declare_value(*implementation_, key, target, doc, read_text, text_node, is_not_empty<std::string>)
      .type = "text";
  return *this;
}

Section& Section::text(const std::string& key, LocatedText& target, const std::string& doc) {
  declare_value(*implementation_, key, target, doc, read_located_text, located_text_node,
                [](const LocatedText& text) { return !text.value.empty(); })
      .type = "text";
  return *this;
}

Section& Section::choice(const std::string& key, std::string& target, const Strings& allowed,
                         const std::string& doc) {
  SectionKey& declared = declare_value(
      *implementation_, key, target, doc,
      [allowed](const DeckNode& node, const std::string& path, Faults& faults) {
        return read_choice(node, path, allowed, faults);
      },
      text_node, [allowed](const std::string& word) { return is_one_of(word, allowed); });
  declared.type = "one of";
  declared.allowed = allowed;
  return *this;
}

Section& Section::range(const std::string& key, std::pair<double, double>& target,
                        const std::string& doc, const std::string& units) {
  SectionKey& declared = declare_value(*implementation_, key, target, doc, read_range, range_node,
                                       [](const std::pair<double, double>& range) {
                                         return std::isfinite(range.first) &&
                                                std::isfinite(range.second) &&
                                                range.first < range.second;
                                       });
  declared.type = "[first, last]";
  declared.units = units;
  return *this;
}

Section& Section::reals(const std::string& key, std::vector<double>& target, const std::string& doc,
                        Bounds bounds) {
  SectionKey& declared = declare_list(
      *implementation_, key, target, doc,
      [bounds](const DeckNode& node, const std::string& path, Faults& faults) {
        return read_real(node, path, bounds, faults);
      },
      real_node);
  declared.type = "list of numbers";
  declared.bounds = bounds;
  return *this;
}

Section& Section::texts(const std::string& key, std::vector<LocatedText>& target,
                        const std::string& doc) {
  declare_list(*implementation_, key, target, doc, read_located_text, located_text_node).type =
      "list of texts";
  return *this;
}

namespace {

std::optional<std::vector<LocatedText>> read_text_or_texts(const DeckNode& node,
                                                           const std::string& path,
                                                           Faults& faults) {
  std::vector<LocatedText> texts;
  if (node.kind != DeckNode::Kind::sequence) {
    auto text = read_located_text(node, path, faults);
    if (!text) return std::nullopt;
    texts.push_back(std::move(*text));
    return texts;
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    auto text =
        read_located_text(node.items[i], path_of(path, "item " + std::to_string(i + 1)), faults);
    if (text) texts.push_back(std::move(*text));
  }
  if (texts.size() < node.items.size()) return std::nullopt;
  return texts;
}

DeckNode text_or_texts_node(const std::vector<LocatedText>& texts) {
  if (texts.size() == 1) return located_text_node(texts.front());
  DeckNode list;
  list.kind = DeckNode::Kind::sequence;
  for (const LocatedText& text : texts) list.items.push_back(located_text_node(text));
  return list;
}

}  // namespace

Section& Section::text_or_texts(const std::string& key, std::vector<LocatedText>& target,
                                const std::string& doc) {
  declare_value(*implementation_, key, target, doc, read_text_or_texts, text_or_texts_node,
                [](const std::vector<LocatedText>& texts) { return !texts.empty(); })
      .type = "text or list of texts";
  return *this;
}

Section& Section::named_text_or_texts(
    const std::string& key, std::vector<std::pair<std::string, std::vector<LocatedText>>>& target,
    const std::string& name_doc, const std::string& doc) {
  SectionKey& declared =
      declare_named(*implementation_, key, target, doc, read_text_or_texts, text_or_texts_node);
  declared.type = "texts, or lists of texts, by name";
  declared.name_doc = name_doc;
  return *this;
}

Section& Section::choices(const std::string& key, Strings& target, const Strings& allowed,
                          const std::string& doc) {
  SectionKey& declared = declare_list(
      *implementation_, key, target, doc,
      [allowed](const DeckNode& node, const std::string& path, Faults& faults) {
        return read_choice(node, path, allowed, faults);
      },
      text_node);
  declared.read = [read = declared.read](const DeckNode& node, const std::string& path,
                                         Faults& faults) {
    auto list = read(node, path, faults);
    if (list) refuse_repetition(*list, node, path, faults);
    return list;
  };
  declared.type = "list of";
  declared.allowed = allowed;
  return *this;
}

Section& Section::named_reals(const std::string& key,
                              std::vector<std::pair<std::string, Located<double>>>& target,
                              const std::string& name_doc, const std::string& doc) {
  SectionKey& declared = declare_named(
      *implementation_, key, target, doc,
      [](const DeckNode& node, const std::string& path,
         Faults& faults) -> std::optional<Located<double>> {
        const auto value = read_real(node, path, {}, faults);
        if (!value) return std::nullopt;
        return Located<double>{*value, node.where, path};
      },
      [](const Located<double>& number) { return real_node(number.value); });
  declared.type = "numbers by name";
  declared.name_doc = name_doc;
  return *this;
}

Section& Section::named_integers(const std::string& key,
                                 std::vector<std::pair<std::string, Located<Index>>>& target,
                                 const std::string& name_doc, const std::string& doc,
                                 Bounds bounds) {
  SectionKey& declared = declare_named(
      *implementation_, key, target, doc,
      [bounds](const DeckNode& node, const std::string& path,
               Faults& faults) -> std::optional<Located<Index>> {
        const auto value = read_integer(node, path, bounds, faults);
        if (!value) return std::nullopt;
        return Located<Index>{*value, node.where, path};
      },
      [](const Located<Index>& number) { return integer_node(number.value); });
  declared.type = "integers by name";
  declared.bounds = bounds;
  declared.name_doc = name_doc;
  return *this;
}

Section& Section::named_texts(const std::string& key,
                              std::vector<std::pair<std::string, LocatedText>>& target,
                              const std::string& name_doc, const std::string& doc) {
  SectionKey& declared =
      declare_named(*implementation_, key, target, doc, read_located_text, located_text_node);
  declared.type = "texts by name";
  declared.name_doc = name_doc;
  return *this;
}

Section& Section::add_named_sections(const std::string& key, std::function<void()> begin,
                                     std::function<void(const std::string&, Section&)> add,
                                     std::function<void(Section&)> describe_default,
                                     const std::string& name_doc, const std::string& doc) {
  SectionKey& declared = declare(*implementation_, key, doc);
  declared.kind = SectionKey::Kind::named_sections;
  declared.type = "sections by name";
  declared.name_doc = name_doc;
  declared.reset = std::move(begin);
  declared.add = std::move(add);
  declared.child = std::make_unique<Section>();
  // The default element lives as long as the function that describes it.
  declared.read = [describe_default](const DeckNode&, const std::string&, Faults&) {
    return std::optional<DeckNode>();
  };
  describe_default(*declared.child);
  return *this;
}

Section& Section::section(const std::string& key, const std::string& doc) {
  SectionKey& declared = declare(*implementation_, key, doc);
  declared.kind = SectionKey::Kind::section;
  declared.type = "section";
  declared.child = std::make_unique<Section>();
  return *declared.child;
}

Section& Section::required() {
  auto& keys = implementation_->keys;
  (keys.empty() ? implementation_->required : keys.back().required) = true;
  return *this;
}

Section& Section::shorthand() {
  auto& keys = implementation_->keys;
  if (!keys.empty()) implementation_->shorthand = keys.back().name;
  return *this;
}

Section& Section::example(const std::string& flow_text) {
  auto& keys = implementation_->keys;
  if (!keys.empty()) keys.back().example = flow_text;
  return *this;
}

}  // namespace tessera
