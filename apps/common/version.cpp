#include "apps/common/version.hpp"

namespace tessera {

const char* version() {
  return TESSERA_VERSION;
}

const char* compiler() {
  return TESSERA_COMPILER;
}

}  // namespace tessera
