#pragma once

namespace tessera::tucker {

/// `tessera-tucker init DATA [--column NAME]`: prints a first deck for a data file. `argv[0]` is
/// `init`. Returns the exit code; messages go to stderr.
int init_main(int argc, char** argv);

}  // namespace tessera::tucker
