//! Wall-clock times and instants: the only place that turns one into the other.
