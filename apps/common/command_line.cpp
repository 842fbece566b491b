#include "apps/common/command_line.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "data/deck/schema.hpp"
#include "data/fields/errors.hpp"

namespace tessera {

namespace {

const char* const footer =
    "Exit codes: 0 done, 1 internal error, 2 bad deck or command line, 3 bad data,\n"
    "4 not converged, 5 out of resources, 6 interrupted after a checkpoint.\n"
    "Threads: OMP_NUM_THREADS, else SLURM_CPUS_PER_TASK, else 1.";

/// CLI11's message, with the nearest option where one was misspelt.
std::string explain(const CLI::App& app, const CLI::ParseError& error, const std::string& program) {
  std::vector<std::string> options;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& long_name : option->get_lnames()) options.push_back("--" + long_name);
  std::string message = program + ": " + error.what();
  for (const std::string& word : app.remaining()) {
    const std::string nearest = nearest_name(word.substr(0, word.find('=')), options);
    if (!nearest.empty()) message += ". Did you mean \"" + nearest + "\"?";
  }
  return message + "\nRun " + program + " --help for the options.";
}

CommandLine::Action action_of(const CLI::App& app) {
  using Action = CommandLine::Action;
  if (app.count("--help") > 0) return Action::print_help;
  if (app.count("--version") > 0) return Action::print_version;
  if (app.count("--schema") > 0) return Action::print_schema;
  return app.count("--validate") > 0 ? Action::validate : Action::run;
}

}  // namespace

CommandLine parse_command_line(int argc, const char* const* argv, const std::string& name,
                               const std::string& title) {
  const std::string program = "tessera-" + name;
  CommandLine line;
  line.arguments.assign(argv, argv + argc);
  std::string deck;
  std::string output;
  std::vector<std::string> overrides;

  CLI::App app(title, program);
  app.set_help_flag();  // an ordinary flag instead: CLI11's own throws out of the parser
  app.footer(footer);
  app.add_option("deck", deck, "The deck, a YAML file")->type_name("");
  app.add_option("--set", overrides,
                 "Override a key of the deck, e.g. --set axes/x/points=400; may be repeated")
      ->allow_extra_args(false)
      ->type_name("PATH=VALUE");
  app.add_option("--output", output, "Folder of the result; default results/<deck name>")
      ->type_name("DIR");
  app.add_flag("--restart", line.restart, "Continue an interrupted run from its checkpoint");
  const auto add_flag = [&app](const std::string& flag, const std::string& meaning) {
    return app.add_flag(flag)->description(meaning);
  };
  add_flag("--validate", "Check the deck, estimate memory and time, and stop");
  add_flag("--schema", "Print a deck with every key, its default and meaning, and stop");
  CLI::Option* quiet = add_flag("--quiet", "Print errors only");
  add_flag("--verbose", "Print details, too");
  add_flag("--version", "Print the version and stop");
  add_flag("--help", "Print this help and stop");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    throw DeckError(explain(app, error, program));
  }

  line.action = action_of(app);
  if (quiet->count() > 0 && app.count("--verbose") > 0)
    throw DeckError(program + ": --quiet and --verbose exclude each other");
  line.help = app.help();
  if (quiet->count() > 0) line.verbosity = Verbosity::quiet;
  if (app.count("--verbose") > 0) line.verbosity = Verbosity::verbose;
  for (const std::string& text : overrides) line.overrides.push_back(parse_override(text));
  const bool needs_deck =
      line.action == CommandLine::Action::run || line.action == CommandLine::Action::validate;
  if (needs_deck && deck.empty())
    throw DeckError(program + ": a deck is needed: " + program + " deck.yaml\nRun " + program +
                    " --help for the options, " + program + " --schema for a complete deck.");
  line.deck = deck;
  line.output = output.empty() ? std::filesystem::path("results") / line.deck.stem()
                               : std::filesystem::path(output);
  return line;
}

}  // namespace tessera
