//! Tests of the slots.
