#include "apps/common/application.hpp"
#include "apps/product/application.hpp"

int main(int argc, char** argv) {
  return tessera::application_main(argc, argv, tessera::product::make_application);
}
