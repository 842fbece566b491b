#include "apps/common/application.hpp"
#include "apps/pde/application.hpp"

int main(int argc, char** argv) {
  return tessera::application_main(argc, argv, tessera::pde::make_application);
}
