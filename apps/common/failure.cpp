#include "apps/common/failure.hpp"

#include <exception>
#include <new>
#include <system_error>

#include "apps/common/version.hpp"

namespace tessera {

namespace {

std::string internal_error(const std::string& what) {
  return "internal error: " + what +
         "\nThis is a defect of the program, not of your deck. Please report this message together "
         "with the deck, the command line and the log; version " +
         version() + '.';
}

}  // namespace

Failure present_failure() {
  try {
    throw;
  } catch (const Error& error) {
    return {error.code(), error.what()};
  } catch (const std::bad_alloc&) {
    return {ExitCode::out_of_resources,
            "out of memory: the run asked for more than this machine or its limits allow. "
            "--validate prints an estimate of what a deck needs."};
  } catch (const std::system_error& error) {
    return {ExitCode::out_of_resources, error.what()};
  } catch (const std::exception& error) {
    return {ExitCode::internal_error, internal_error(error.what())};
  } catch (...) {
    return {ExitCode::internal_error, internal_error("unknown exception")};
  }
}

}  // namespace tessera
