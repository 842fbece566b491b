#include "tests/apps/sphere/sphere_run.hpp"

namespace tessera::sphere {

Outcome run_shipped(const std::string& name, const std::vector<std::string>& overrides) {
  const auto application = make_application();
  std::vector<Override> parsed;
  for (const std::string& one : overrides) parsed.push_back(parse_override(one));
  load_deck(*application, TESSERA_SOURCE_DIR "/apps/sphere/decks/" + name + ".yaml", parsed);
  const auto communicator = serial_communicator();
  SilentMonitor monitor;
  RunContext context;
  context.communicator = communicator.get();
  context.monitor = &monitor;
  context.random = RandomStreams(1);
  return application->run(context);
}

}  // namespace tessera::sphere
