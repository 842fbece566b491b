#include "tests/apps/common/counter/counter.hpp"

int main(int argc, char** argv) {
  return tessera::application_main(argc, argv, tessera::counter::make_counter);
}
