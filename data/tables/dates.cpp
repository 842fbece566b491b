#include "data/tables/dates.hpp"

#include <chrono>
#include <cmath>
#include <cstdio>

namespace tessera {
namespace {

constexpr double seconds_per_day = 86400;

/// Reads a date or time from left to right.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool at_end() const { return text_.empty(); }
  bool skip(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  /// Exactly `count` digits.
  std::optional<int> digits(std::size_t count) {
    if (text_.size() < count) return std::nullopt;
    int value = 0;
    for (const char c : text_.substr(0, count)) {
      if (c < '0' || c > '9') return std::nullopt;
      value = 10 * value + (c - '0');
    }
    text_.remove_prefix(count);
    return value;
  }
  /// Two digits below `limit`.
  std::optional<int> part(int limit) {
    const auto value = digits(2);
    return value && *value < limit ? value : std::nullopt;
  }
  /// `.fff` as a number; 0 where there is none, nothing for a point alone.
  std::optional<double> fraction() {
    if (!skip('.')) return 0;
    double value = 0;
    double place = 0.1;
    std::size_t count = 0;
    for (; count < text_.size() && text_[count] >= '0' && text_[count] <= '9'; ++count) {
      value += place * (text_[count] - '0');
      place /= 10;
    }
    text_.remove_prefix(count);
    return count > 0 ? std::optional(value) : std::nullopt;
  }

 private:
  std::string_view text_;
};

std::optional<double> calendar_day(int year, int month, int day) {
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(year),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1 || !date.ok()) return std::nullopt;
  return static_cast<double>(sys_days(date).time_since_epoch().count());
}

std::optional<double> read_day(Reader& reader) {
  const auto year = reader.digits(4);
  const bool dashes = year && reader.skip('-');
  const auto month = reader.digits(2);
  if (!year || !month || (dashes && !reader.skip('-'))) return std::nullopt;
  const auto day = reader.digits(2);
  return day ? calendar_day(*year, *month, *day) : std::nullopt;
}

/// Seconds that a zone is ahead of UTC.
std::optional<double> read_zone(Reader& reader) {
  if (reader.at_end() || reader.skip('Z')) return 0;
  const bool ahead = reader.skip('+');
  if (!ahead && !reader.skip('-')) return std::nullopt;
  const auto hours = reader.part(24);
  reader.skip(':');
  const auto minutes = reader.at_end() ? std::optional(0) : reader.part(60);
  if (!hours || !minutes) return std::nullopt;
  return (ahead ? 1 : -1) * 60.0 * (60 * *hours + *minutes);
}

std::optional<double> read_seconds_of_day(Reader& reader) {
  const auto hours = reader.part(24);
  if (!hours || !reader.skip(':')) return std::nullopt;
  const auto minutes = reader.part(60);
  if (!minutes) return std::nullopt;
  double seconds = 60.0 * (60 * *hours + *minutes);
  if (reader.skip(':')) {
    const auto whole = reader.part(60);
    const auto fraction = whole ? reader.fraction() : std::nullopt;
    if (!fraction) return std::nullopt;
    seconds += *whole + *fraction;
  }
  const auto ahead = read_zone(reader);
  if (!ahead) return std::nullopt;
  return seconds - *ahead;
}

}  // namespace

std::optional<double> days_of_date(std::string_view text) {
  Reader reader(text);
  const auto day = read_day(reader);
  if (!day || reader.at_end()) return day;
  if (!reader.skip('T') && !reader.skip(' ')) return std::nullopt;
  while (reader.skip(' ')) {
  }
  const auto seconds = read_seconds_of_day(reader);
  if (!seconds || !reader.at_end()) return std::nullopt;
  return *day + *seconds / seconds_per_day;
}

std::optional<double> days_of_date_number(double yyyymmdd) {
  if (!(yyyymmdd >= 16000101 && yyyymmdd < 26000101) || yyyymmdd != std::floor(yyyymmdd))
    return std::nullopt;
  const int number = static_cast<int>(yyyymmdd);
  return calendar_day(number / 10000, number / 100 % 100, number % 100);
}

std::string date_of_days(double days) {
  using namespace std::chrono;
  const double total = std::round(days * seconds_per_day);
  const double day = std::floor(total / seconds_per_day);
  const auto second = static_cast<int>(total - day * seconds_per_day);
  const year_month_day date{sys_days(std::chrono::days(static_cast<int>(day)))};
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  std::string result = text;
  if (second == 0) return result;
  std::snprintf(text, sizeof text, "T%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
  return result + text;
}

}  // namespace tessera
