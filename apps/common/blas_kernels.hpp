#pragma once

namespace tessera {

/// OpenBLAS falls back to kernels of 2004 on processors that are newer than itself, at a tenth of
/// the speed. Where it did so although the processor has wider instructions, starts the program
/// again with OPENBLAS_CORETYPE set (it is read only when the library is loaded). Returns where
/// there is nothing to gain, the user has set that variable, or starting again fails. To be called
/// first in main.
void restart_with_best_blas_kernels(char** argv);

}  // namespace tessera
