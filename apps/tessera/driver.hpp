#pragma once

namespace tessera {

/// The program `tessera`: `info`, `compare`, `predict` and `schema`. Returns the exit code.
int driver_main(int argc, const char* const* argv);

}  // namespace tessera
