#pragma once

#include <map>
#include <string>
#include <vector>

#include "data/fields/types.hpp"

namespace tessera {

/// Plain image of a fitted model or of a solver's state: what is written under `/model` of a result
/// and into a checkpoint. Names follow the field's standard terms; arrays are column-major with
/// the first index fastest.
struct ModelRecord {
  struct Array {
    std::vector<Index> shape;
    std::vector<double> values;
  };
  std::string type;  ///< name under which the predictor's loader is registered
  std::map<std::string, Array> arrays;
  std::map<std::string, std::string> texts;
};

/// The array of that name. Throws std::out_of_range that names record type and array.
const ModelRecord::Array& array_of(const ModelRecord& record, const std::string& name);
/// The only value of a one-element array; throws std::out_of_range as array_of.
double number_of(const ModelRecord& record, const std::string& name);
/// The text of that name; throws std::out_of_range as array_of.
const std::string& text_of(const ModelRecord& record, const std::string& name);
void set_number(ModelRecord& record, const std::string& name, double value);
void set_array(ModelRecord& record, const std::string& name, std::vector<Index> shape,
               std::vector<double> values);

/// Puts everything of `from` into `to`, names with this prefix, and its type as a text.
void nest(ModelRecord& to, const std::string& prefix, const ModelRecord& from);
/// The record that was put under this prefix; empty where there is none.
ModelRecord nested(const ModelRecord& from, const std::string& prefix);

}  // namespace tessera
