#pragma once

namespace tessera::product {

/// Floating-point operations per nanosecond of one core that does nothing but fused multiply-adds
/// between registers, at the best instruction set that the machine has; measured for about
/// `duration` seconds of processor time. It moves with the clock and with what else runs on the
/// machine: measure it beside what is to be compared with it.
double fma_peak(bool double_precision, double duration = 3e-4);

}  // namespace tessera::product
