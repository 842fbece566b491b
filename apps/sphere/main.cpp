#include "apps/common/application.hpp"
#include "apps/sphere/application.hpp"

int main(int argc, char** argv) {
  return tessera::application_main(argc, argv, tessera::sphere::make_application);
}
