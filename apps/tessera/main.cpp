#include "apps/tessera/driver.hpp"

int main(int argc, char** argv) {
  return tessera::driver_main(argc, argv);
}
