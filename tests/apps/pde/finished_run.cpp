#include "tests/apps/pde/finished_run.hpp"

namespace tessera::pde::test {

Finished run_application(Application& application) {
  SilentMonitor monitor;
  const auto communicator = serial_communicator();
  RunContext context;
  context.communicator = communicator.get();
  context.monitor = &monitor;
  context.deck_folder = TESSERA_SOURCE_DIR "/apps/pde/decks";
  return {application.run(context)};
}

Finished run_shipped(const std::string& name, const std::vector<std::string>& overrides) {
  std::vector<Override> parsed;
  for (const std::string& one : overrides) parsed.push_back(parse_override(one));
  const auto application = make_application();
  load_deck(*application, TESSERA_SOURCE_DIR "/apps/pde/decks/" + name + ".yaml", parsed);
  return run_application(*application);
}

}  // namespace tessera::pde::test
