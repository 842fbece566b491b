#pragma once

namespace tessera {

/// Version of the suite, `MAJOR.MINOR.PATCH`.
const char* version();
/// Name and version of the compiler that built this program.
const char* compiler();

}  // namespace tessera
