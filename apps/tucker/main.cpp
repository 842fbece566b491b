#include <string_view>

#include "apps/common/application.hpp"
#include "apps/tucker/application.hpp"
#include "apps/tucker/init.hpp"

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "init")
    return tessera::tucker::init_main(argc - 1, argv + 1);
  return tessera::application_main(argc, argv, tessera::tucker::make_application);
}
