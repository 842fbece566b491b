#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tessera {

/// Unit of the numbers below, UDUNITS spelling.
inline constexpr const char* date_units = "days since 1970-01-01";

/// Days since 1970-01-01T00:00 UTC of `YYYY-MM-DD` or `YYYYMMDD`, with an optional time after `T`
/// or spaces (`hh:mm`, `hh:mm:ss`, `hh:mm:ss.fff`) and an optional zone after it (`Z`, `+hh:mm`,
/// `-hh:mm`). Proleptic Gregorian calendar, years 1 to 9999. Nothing for any other text, or for a
/// date that the calendar does not have.
std::optional<double> days_of_date(std::string_view text);

/// The same for a date that is written as the number YYYYMMDD; years from 1600 to 2599, so that
/// measurements are not mistaken for dates.
std::optional<double> days_of_date_number(double yyyymmdd);

/// `2013-03-01`, or `2013-03-01T06:00:00` where the days have a fraction (rounded to seconds).
std::string date_of_days(double days);

}  // namespace tessera
